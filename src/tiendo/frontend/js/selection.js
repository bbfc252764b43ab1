// Ticked rows and the bar of bulk actions: [data-select-all], [data-select], [data-bulk-bar], [data-bulk-count].
export function startSelection() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) tickAll(event.target);
    if (event.target.matches("[data-select-all], [data-select]")) show(event.target.form);
  });
  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-select-none]");
    if (clear) tickNone(clear.form);
  });
  for (const bar of document.querySelectorAll("[data-bulk-bar]")) show(bar.closest("form"));
}

function boxes(form) {
  return [...form.elements].filter((box) => box.matches("[data-select]"));
}

function tickAll(all) {
  for (const box of boxes(all.form)) box.checked = all.checked;
}

function tickNone(form) {
  for (const box of boxes(form)) box.checked = false;
  show(form);
}

function show(form) {
  const bar = form && form.querySelector("[data-bulk-bar]");
  if (!bar) return;
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-bulk-count]").textContent = ticked;
  const master = form.querySelector("[data-select-all]");
  if (!master) return;
  master.checked = ticked > 0 && ticked === all.length;
  master.indeterminate = ticked > 0 && ticked < all.length;
}
