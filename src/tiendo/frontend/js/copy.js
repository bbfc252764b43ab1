// button[data-copy="text"] copies; the word beside it, in a live region, says so.
export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = new URL(button.dataset.copy, window.location.href).href;
    await navigator.clipboard.writeText(text);
    const word = button.parentElement.querySelector("[data-copied]");
    word.textContent = word.dataset.copied;
    setTimeout(() => (word.textContent = ""), 3000);
  });
}
