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
