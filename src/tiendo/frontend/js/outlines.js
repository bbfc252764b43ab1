import { htmx } from "./htmx.js";

// The editor of outlines.
// [data-values-for="field"]  opens the list of live values for a field; a link without script.
// [data-insert="{gap}"]      puts a value where the field was left; without braces, on a line of its
//                            own, in a field marked data-bare.
// Headings that were unfolded stay so when their list comes back from the server.
let left = null;
// Fields in which the cursor has stood; in others a value goes to the end.
const touched = new Set();

export function startOutlines() {
  const dialog = document.getElementById("outline-values");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-values-for]");
    if (opener) open(event, opener, dialog);
    const insert = event.target.closest("[data-insert]");
    if (insert && dialog.contains(insert)) put(insert.dataset.insert, dialog);
    const fold = event.target.closest("[data-fold-all]");
    if (fold) foldAll(fold.dataset.foldAll === "open");
  });
  document.addEventListener("focusout", (event) => touched.add(event.target.id));
  keepUnfolded();
}

function open(event, opener, dialog) {
  const field = document.getElementById(opener.dataset.valuesFor);
  if (!field || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  left = field;
  dialog.showModal();
  const list = dialog.querySelector("#value-list");
  if (!list.children.length) load(list, dialog.querySelector("form").action);
  dialog.querySelector("input[type=search]").focus();
}

function load(list, address) {
  htmx.ajax("GET", address, { target: list, swap: "outerHTML", select: "#value-list" });
}

function put(gap, dialog) {
  const field = left && document.getElementById(left.id);
  dialog.close();
  if (!field) return;
  const at = touched.has(field.id) ? field.selectionEnd : field.value.length;
  field.setRangeText(field.hasAttribute("data-bare") ? bare(gap, field.value, at) : gap, at, at, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

function bare(gap, words, at) {
  const name = gap.slice(1, -1);
  const before = at > 0 && words[at - 1] !== "\n" ? "\n" : "";
  return before + name;
}

function foldAll(isOpen) {
  for (const fold of document.querySelectorAll("#outline-parts details.outline-fold")) fold.open = isOpen;
}

function keepUnfolded() {
  let open = new Set();
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "outline-parts") return;
    open = new Set([...event.detail.target.querySelectorAll("details.outline-fold[open]")].map((fold) => fold.id));
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of open) {
      const fold = document.getElementById(id);
      if (fold) fold.open = true;
    }
  });
}
