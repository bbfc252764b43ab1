// form[data-resend] is sent by script, so that a lost connection loses nothing: what was typed stays
// in the form and on this machine, and is offered to be sent again when the network is back. Files
// on their way show how far they are. Without script the form is sent as any other.
import { forgetDraft, keepDraft } from "./drafts.js";

const TIMEOUT_MS = 10 * 60 * 1000;

export function startResending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-resend]")) return;
    event.preventDefault();
    if (!form.dataset.sent) send(form, event.submitter);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.failed) renewKey(form);
  });
  window.addEventListener("online", () => offer());
}

function send(form, submitter) {
  keepDraft(form);
  const data = new FormData(form, submitter);
  const request = new XMLHttpRequest();
  form.dataset.sent = "yes";
  hide(form);
  say(form, form.dataset.busy || "");
  request.open("POST", form.action);
  request.timeout = TIMEOUT_MS;
  request.setRequestHeader("X-Tiendo-Resend", "1");
  request.responseType = "document";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable && hasFiles(form)) say(form, `${form.dataset.busy} ${Math.floor((event.loaded / event.total) * 100)}%`);
  });
  request.addEventListener("load", () => answered(form, request, submitter));
  for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, () => failed(form, submitter, "[data-offline]"));
  request.send(data);
}

function answered(form, request, submitter) {
  delete form.dataset.sent;
  say(form, "");
  const location = request.getResponseHeader("X-Tiendo-Location");
  if (location) {
    forgetDraft(form);
    window.location.assign(location);
    return;
  }
  const place = form.closest("[data-sheet-content]");
  const answer = request.response && request.response.querySelector("[data-sheet-content]");
  if (answer && place) replace(place, answer);
  else failed(form, submitter, request.status >= 500 ? "[data-broken]" : "[data-signed-out]");
}

function replace(place, answer) {
  const fresh = document.importNode(answer, true);
  place.replaceWith(fresh);
  const summary = fresh.querySelector("[role=alert], .notice");
  if (summary) {
    summary.tabIndex = -1;
    summary.focus();
    summary.scrollIntoView({ block: "nearest" });
  }
}

function failed(form, submitter, words) {
  delete form.dataset.sent;
  form.dataset.failed = "yes";
  form.pressed = submitter;
  say(form, "");
  hide(form);
  const note = form.querySelector(words);
  if (!note) return;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
  const again = note.querySelector("button");
  if (again) again.onclick = () => form.requestSubmit(form.pressed);
}

// Back online: the words change and the button waits for a press; nothing is sent unasked.
function offer() {
  for (const form of document.querySelectorAll("form[data-resend][data-failed]")) {
    hide(form);
    const note = form.querySelector("[data-online]");
    if (!note) continue;
    note.hidden = false;
    const again = note.querySelector("button");
    again.onclick = () => form.requestSubmit(form.pressed);
    again.focus();
  }
}

function hide(form) {
  for (const note of form.querySelectorAll("[data-offline], [data-online], [data-signed-out], [data-broken]")) note.hidden = true;
}

function hasFiles(form) {
  return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0);
}

function say(form, words) {
  const word = form.querySelector("[data-busy-word]");
  if (word) word.textContent = words;
}

// Words changed after a failed sending are another report: if the first arrived after all, the
// second must not be taken for it.
function renewKey(form) {
  const key = form.elements.namedItem("request_key");
  delete form.dataset.failed;
  if (!key) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  key.value = hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  keepDraft(form);
}
