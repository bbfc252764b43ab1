// The picture of a page beside its text: "[" and "]" turn it anywhere, the arrows while it has the
// focus. The links do the same without script; the pictures around the shown one are not fetched.
import { htmx } from "./htmx.js";
import { isOff, isTyping } from "./keys.js";

const STEPS = { "[": "before", "]": "after" };
const ARROWS = { ArrowLeft: "before", ArrowRight: "after" };

export function startPages() {
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
