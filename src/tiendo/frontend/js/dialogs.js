import { htmx } from "./htmx.js";

// [data-dialog="id"]   a link or button that opens the <dialog id>; a link still works without script.
// [data-sheet]         a link whose page opens in the side sheet; on a phone it is followed as a page.
// [data-close]         closes the dialog it stands in.
const PHONE = "(max-width: 767px)";

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog], [data-sheet], [data-close]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (opener.hasAttribute("data-close")) close(event, opener);
    else if (opener.hasAttribute("data-sheet")) openSheet(event, opener);
    else openDialog(event, opener);
  });
  document.addEventListener("click", closeOnBackdrop);
}

function close(event, opener) {
  const dialog = opener.closest("dialog");
  if (!dialog) return;
  event.preventDefault();
  dialog.close();
}

function openDialog(event, opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}

function openSheet(event, opener) {
  const sheet = document.getElementById("sheet");
  if (!sheet || window.matchMedia(PHONE).matches) return;
  event.preventDefault();
  const body = sheet.querySelector(".sheet-body");
  sheet.querySelector("h2").textContent = opener.dataset.sheet || opener.textContent.trim();
  body.replaceChildren(document.getElementById("sheet-loading").content.cloneNode(true));
  sheet.showModal();
  const request = { target: body, swap: "innerHTML", select: "[data-sheet-content]" };
  htmx.ajax("GET", opener.href, request).then(() => landIn(body, opener));
}

// A page without a part for the sheet (an error, a sign-in after the session ended) is opened whole.
function landIn(body, opener) {
  const content = body.querySelector("[data-sheet-content]");
  if (!content) window.location.assign(opener.href);
  else (first(content, "input:not([type=hidden]), textarea, select, a, button") || body).focus();
}

// Notes that are not shown yet hold buttons too.
function first(content, controls) {
  return [...content.querySelectorAll(controls)].find((control) => !control.closest("[hidden]"));
}

function closeOnBackdrop(event) {
  if (event.target.matches("dialog.sheet, dialog.ask")) event.target.close();
}
