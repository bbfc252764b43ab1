// The picture of a page beside its text: "[" and "]" turn it anywhere, the arrows while it has the
// focus. The links do the same without script; the pictures around the shown one are not fetched.
import { htmx } from "./htmx.js";
import { isOff, isTyping } from "./keys.js";

const STEPS = { "[": "before", "]": "after" };
const ARROWS = { ArrowLeft: "before", ArrowRight: "after" };

export function startPages() {
  document.body.addEventListener("htmx:afterSettle", showLit);
  showLit();
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) return;
    const viewer = document.querySelector("[data-pages]");
    const step = STEPS[event.key] || (event.target.closest("[data-pages]") && ARROWS[event.key]);
    const link = viewer && step && viewer.querySelector(`[data-page-step="${step}"]`);
    if (!link) return;
    event.preventDefault();
    // Not a click: of a page just turned to, htmx has not taken over the links yet.
    htmx.ajax("GET", link.href, { target: viewer, swap: "outerHTML" });
  });
}

// The lit stretch is brought into view inside the side that scrolls; the page itself stays.
function showLit() {
  const lit = document.querySelector("[data-pages] svg rect");
  const side = lit && lit.closest(".review-source");
  if (!side || side.scrollHeight <= side.clientHeight) return;
  const above = lit.getBoundingClientRect().top - side.getBoundingClientRect().top;
  if (above < 0 || above > side.clientHeight * 0.8) side.scrollTop += above - side.clientHeight / 3;
}
