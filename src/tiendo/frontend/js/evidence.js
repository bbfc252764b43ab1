// [data-evidence]: an item whose [data-seen] box is ticked once its evidence stood in view for a second, or was opened.
// The box stays shut while a .claim-rest of the item holds evidence back: unfolding it lets the box be ticked.
const ENOUGH_MS = 1000;

export function startEvidence() {
  const items = document.querySelectorAll("[data-evidence]");
  if (!items.length || !("IntersectionObserver" in window)) return;
  const waiting = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) follow(entry, waiting, observer);
  }, { threshold: 0.9 });
  for (const item of items) watch(item, observer);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-evidence] .evidence-cards a");
    if (link) tick(link);
  });
  document.addEventListener("htmx:load", (event) => {
    const item = event.target.closest?.("[data-evidence]");
    if (item && event.target.matches(".evidence-cards")) unfolded(item, event.target, observer);
  });
}

function watch(item, observer) {
  if (item.querySelector(".claim-rest")) return;
  const shown = item.querySelectorAll(".evidence-cards li:last-child, .claim-proof .value-missing");
  if (shown.length) observer.observe(shown[shown.length - 1]);
}

function unfolded(item, cards, observer) {
  const box = item.querySelector("[data-seen]");
  if (box) box.disabled = false;
  watch(item, observer);
  cards.querySelector("a")?.focus();
}

function follow(entry, waiting, observer) {
  clearTimeout(waiting.get(entry.target));
  if (!entry.isIntersecting) return;
  const done = () => {
    tick(entry.target);
    observer.unobserve(entry.target);
  };
  waiting.set(entry.target, setTimeout(done, ENOUGH_MS));
}

function tick(element) {
  const box = element.closest("[data-evidence]").querySelector("[data-seen]");
  if (box && !box.disabled) box.checked = true;
}
