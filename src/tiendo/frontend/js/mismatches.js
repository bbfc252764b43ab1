// input[pattern][data-mismatch]: what does not fit is said in our words, not in the browser's language.
export function startMismatches() {
  document.addEventListener("invalid", ({ target }) => {
    if (target.validity.patternMismatch && target.dataset.mismatch) target.setCustomValidity(target.dataset.mismatch);
  }, true);
  document.addEventListener("input", ({ target }) => {
    if (target.dataset.mismatch) target.setCustomValidity("");
  });
}
