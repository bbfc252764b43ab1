// Words marked in [data-quote-source="#field"] are put into that field.
export function startQuotes() {
  for (const source of document.querySelectorAll("[data-quote-source]")) {
    const field = document.querySelector(source.dataset.quoteSource);
    if (field) document.addEventListener("selectionchange", () => take(source, field));
  }
}

function take(source, field) {
  const selection = document.getSelection();
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (words && source.contains(selection.anchorNode)) field.value = words.slice(0, field.maxLength);
}

// button[data-add-selection="#field"] adds the words marked in [data-selectable] as a line of the
// field; it is shown once there are any, for without script lines are typed.
let marked = "";

export function startSelections() {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const node = selection.anchorNode;
    const source = node && (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-selectable]");
    if (!source) return;
    marked = selection.toString().replace(/\s+/g, " ").trim();
    for (const button of document.querySelectorAll("[data-add-selection]")) button.hidden = !marked;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-selection]");
    const field = button && document.querySelector(button.dataset.addSelection);
    if (field && marked) field.value = [...field.value.split("\n").filter(Boolean), marked].join("\n");
  });
}
