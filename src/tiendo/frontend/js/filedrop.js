// A field of files that also takes a drop; says what was chosen and what is too large before sending.
export function startFileDrops() {
  document.addEventListener("dragover", (event) => hover(event, true));
  document.addEventListener("dragleave", (event) => hover(event, false));
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest("[data-file-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    const input = drop.querySelector("input[type=file]");
    input.files = accepted(event.dataTransfer.files, input.multiple);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-file-drop]");
    if (drop && event.target.matches("input[type=file]")) list(drop, event.target);
  });
}

function hover(event, isOver) {
  const drop = event.target.closest && event.target.closest("[data-file-drop]");
  if (!drop) return;
  event.preventDefault();
  drop.classList.toggle("is-over", isOver);
}

function accepted(files, isMultiple) {
  const transfer = new DataTransfer();
  for (const file of isMultiple ? files : [...files].slice(0, 1)) transfer.items.add(file);
  return transfer.files;
}

function list(drop, input) {
  const limit = Number(drop.dataset.maxBytes) || Infinity;
  const rows = [...input.files].map((file) => row(file, limit, drop.dataset.tooLarge));
  drop.querySelector("[data-file-list]").replaceChildren(...rows);
  const isTooLarge = [...input.files].some((file) => file.size > limit);
  input.setCustomValidity(isTooLarge ? drop.dataset.tooLarge : "");
}

function row(file, limit, words) {
  const item = document.createElement("li");
  const megabytes = (file.size / 1048576).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
  item.textContent = `${file.name} · ${megabytes} MB`;
  if (file.size > limit) {
    item.className = "is-too-large";
    item.textContent += ` · ${words}`;
  }
  return item;
}
