// [data-evidence]: an item whose [data-seen] box is ticked once its evidence stood in view for a second, or was opened.
const ENOUGH_MS = 1000;

export function startEvidence() {
  const items = document.querySelectorAll("[data-evidence]");
  if (!items.length || !("IntersectionObserver" in window)) return;
  const waiting = new Map();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) follow(entry, waiting, observer);
  }, { threshold: 0.9 });
  for (const item of items) {
    const last = item.querySelector(".evidence-cards li:last-child, .claim-proof .value-missing");
    if (last) observer.observe(last);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-evidence] .evidence-cards a");
    if (link) tick(link);
  });
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
  if (box) box.checked = true;
}
