// [data-pair="x"] on both sides of a page: pointing at one end lights the other; a click goes to it.
export function startPairs() {
  document.addEventListener("mouseover", (event) => light(event.target.closest("[data-pair]")));
  document.addEventListener("focusin", (event) => light(event.target.closest("[data-pair]")));
  document.addEventListener("item:current", (event) => {
    const end = event.target.closest("[data-pair]") || event.target.querySelector("[data-pair]");
    if (end) reveal(end);
  });
  document.addEventListener("click", (event) => {
    const end = event.target.closest("mark[data-pair]");
    if (end) reveal(end);
  });
}

function ends(pair) {
  return document.querySelectorAll(`[data-pair="${CSS.escape(pair)}"]`);
}

function light(end) {
  if (!end) return;
  for (const lit of document.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
  for (const other of ends(end.dataset.pair)) other.classList.add("is-lit");
}

function reveal(end) {
  light(end);
  for (const other of ends(end.dataset.pair)) {
    if (other !== end) {
      other.scrollIntoView({ block: "center" });
      break;
    }
  }
}
