// A form is sent once: a second press while the first is under way does nothing.
// form[data-busy="Đang đọc văn bản…"] says meanwhile what is being done.
export function startSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if (form.dataset.busy) say(form);
  });
  // The page may come back from the browser's memory: its forms are fresh again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

function say(form) {
  const word = form.querySelector("[data-busy-word]");
  if (word) word.textContent = form.dataset.busy;
}
