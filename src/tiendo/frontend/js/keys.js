// Keyboard: "/" finds; in a [data-key-list], j/k move between its [data-key-item]s and any other
// key presses the [data-key] of the current item (Enter follows its link, x ticks its box, a accepts).
// Nothing happens while somebody types in a field or holds a modifier, nor where the person turned
// the keys off in the account menu (WCAG 2.1.4).
const STORED = "tiendo-keys";

export function startKeys() {
  for (const toggle of document.querySelectorAll("[data-toggle-keys]")) offer(toggle);
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (isTyping(event.target)) return;
    if (event.key === "/") return focusSearch(event);
    const list = document.querySelector("[data-key-list]");
    if (list) handle(event, list);
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-key-item]");
    if (item) mark(item);
  });
}

export function isOff() {
  return localStorage.getItem(STORED) === "off";
}

// A switch that makes sense only with script: hidden until now.
function offer(toggle) {
  const show = () => toggle.setAttribute("aria-pressed", String(!isOff()));
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    localStorage.setItem(STORED, isOff() ? "on" : "off");
    show();
  });
  show();
}

export function isTyping(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

function focusSearch(event) {
  const field = document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

function handle(event, list) {
  const items = [...list.querySelectorAll("[data-key-item]")];
  const at = items.findIndex((item) => item.classList.contains("is-current"));
  const step = { j: 1, k: -1, ArrowDown: list.hasAttribute("data-key-arrows") ? 1 : 0, ArrowUp: list.hasAttribute("data-key-arrows") ? -1 : 0 }[event.key];
  if (step) move(event, items, at, step);
  else if (at >= 0) press(event, items[at]);
}

function move(event, items, at, step) {
  const next = items[Math.min(Math.max(at + step, 0), items.length - 1)];
  if (!next) return;
  event.preventDefault();
  mark(next);
  next.scrollIntoView({ block: "nearest" });
  const target = next.matches("[tabindex]") ? next : next.querySelector("a, button, input");
  if (target) target.focus({ preventScroll: true });
}

function press(event, item) {
  // Enter and Space on a focused control already do what they say.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const control = item.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
}

function mark(item) {
  const list = item.closest("[data-key-list]");
  if (!list || item.classList.contains("is-current")) return;
  for (const other of list.querySelectorAll(".is-current")) other.classList.remove("is-current");
  item.classList.add("is-current");
  item.dispatchEvent(new CustomEvent("item:current", { bubbles: true }));
}
