// form[data-keeps="/address/"] keeps its words on the server while somebody types: after a pause, and
// before the page goes. What others wrote meanwhile comes back merged; where both changed the same
// paragraph nothing is taken over, the words stay in the field and on this machine, and sending the
// form asks which to keep. The hidden field "base" holds the words that what is typed began from, and
// is kept on this machine with it. Without script the form is sent as any other.
import { forgetDraft, keepDraft } from "./drafts.js";

const PAUSE_MS = 20 * 1000;
const timers = new WeakMap();

export function startWords() {
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.keeps) plan(form);
  });
  // The form itself is on its way: nothing is kept beside it.
  document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const form of document.querySelectorAll("form[data-keeps]")) if (timers.get(form)) keep(form);
  });
}

function plan(form) {
  if (timers.get(form) || form.dataset.asks) return;
  timers.set(form, setTimeout(() => keep(form), PAUSE_MS));
}

async function keep(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const field = form.elements.namedItem("text");
  const sent = field.value;
  if (form.dataset.sent || !form.isConnected) return;
  const data = new FormData(form);
  const isShort = sent.length + data.get("base").length < 15000;
  try {
    const answer = await fetch(form.dataset.keeps, { method: "POST", body: data, keepalive: isShort, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) take(form, field, sent, told);
    else refuse(form, answer.status, told.refused);
  } catch {
    keepDraft(form);
    say(form, form.querySelector("[data-keep-state]").dataset.failed);
  }
}

// Who typed on while the words were on their way goes on from what was sent; the merged words come
// with the next keeping.
function take(form, field, sent, told) {
  const base = form.elements.namedItem("base");
  form.elements.namedItem("base_version").value = told.version;
  if (field.value === sent) {
    if (told.merged) put(field, sent, told.text);
    base.value = told.text;
    forgetDraft(form);
  } else {
    base.value = sent;
    keepDraft(form);
    plan(form);
  }
  const state = form.querySelector("[data-keep-state]").dataset;
  const time = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const others = told.others ? ` · ${state.together}: ${told.others}` : "";
  say(form, `${told.merged ? state.merged : state.kept} ${time}${others}`);
}

// The caret stays behind the same words, wherever lines were put in.
function put(field, before, after) {
  const tail = before.slice(field.selectionEnd);
  const caret = after.endsWith(tail) ? after.length - tail.length : Math.min(field.selectionEnd, after.length);
  field.value = after;
  if (document.activeElement === field) field.setSelectionRange(caret, caret);
}

// A conflict is asked about when the form is sent; keeping on would ask again and again.
function refuse(form, status, words) {
  keepDraft(form);
  if (status === 409) form.dataset.asks = "yes";
  say(form, words);
}

function say(form, words) {
  form.querySelector("[data-keep-state]").textContent = words;
}
