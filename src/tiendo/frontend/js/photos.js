// A photo taken on the spot joins the files of its form; what it asks to be declared opens.
export function startPhotos() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-photos]")) join(event.target);
  });
}

function join(taken) {
  const form = taken.form;
  const input = form.querySelector("[data-file-drop] input[type=file]");
  const transfer = new DataTransfer();
  for (const file of [...input.files, ...taken.files]) transfer.items.add(file);
  const hasPhoto = taken.files.length > 0;
  input.files = transfer.files;
  taken.value = "";
  input.dispatchEvent(new Event("change", { bubbles: true }));
  if (hasPhoto) askToDeclare(form);
}

function askToDeclare(form) {
  const box = form.querySelector("input[name=declared]");
  const part = box && box.closest("details");
  if (part) part.open = true;
  if (box) box.required = true;
}
