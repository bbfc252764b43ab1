// button[data-copy="address"] copies an address, button[data-copy-from="id"] the words of a field;
// the word beside it, in a live region, says so.
export function startCopying() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    await navigator.clipboard.writeText(wordsOf(button));
    const word = button.parentElement.querySelector("[data-copied]");
    word.textContent = word.dataset.copied;
    setTimeout(() => (word.textContent = ""), 3000);
  });
}

function wordsOf(button) {
  if (button.dataset.copyFrom) return document.getElementById(button.dataset.copyFrom).value;
  return new URL(button.dataset.copy, window.location.href).href;
}
