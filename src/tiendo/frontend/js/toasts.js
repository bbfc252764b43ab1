// Quiet success: a note that leaves by itself, unless it is pointed at, focused or can be undone.
const STAY_MS = 6000;

export function startToasts() {
  for (const note of document.querySelectorAll("[data-toast]")) arm(note);
  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-dismiss]");
    if (closer) closer.closest("[data-toast], .notice").remove();
  });
}

function arm(note) {
  if (note.querySelector("form")) return;
  let timer = setTimeout(() => leave(note), STAY_MS);
  note.addEventListener("mouseenter", () => clearTimeout(timer));
  note.addEventListener("focusin", () => clearTimeout(timer));
  note.addEventListener("mouseleave", () => (timer = setTimeout(() => leave(note), STAY_MS / 2)));
}

function leave(note) {
  note.classList.add("is-going");
  setTimeout(() => note.remove(), 400);
}
