// Keeps what is typed in form[data-draft="key"] on this machine until the server took it: through a
// reload, a lost connection and the end of a session. Never after signing out, never for somebody
// else who signs in here, and not longer than <meta name="drafts" data-days> says.
const PREFIX = "tiendo-draft:";
const DAY_MS = 24 * 60 * 60 * 1000;
const TYPED = "textarea, select, input[type=text], input[type=number], input:not([type])";

export function startDrafts() {
  sweep();
  for (const form of document.querySelectorAll("form[data-draft]")) restoreDraft(form);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.draft) keepDraft(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget-drafts]")) forgetAll();
    else if (form.dataset.draft && !event.defaultPrevented) sessionStorage.setItem(PREFIX + "sent", form.dataset.draft);
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    for (const form of event.target.querySelectorAll("form[data-draft]")) restoreDraft(form);
  });
}

export function keepDraft(form) {
  const key = form.elements.namedItem("request_key");
  const values = Object.fromEntries(typedFields(form).map((field) => [field.name, field.value]));
  keepValues(form.dataset.draft, values, key ? key.value : "");
}

export function forgetDraft(form) {
  forgetValues(form.dataset.draft);
}

export function keepValues(name, values, key = "") {
  write(name, { owner: owner(), at: Date.now(), values, key });
}

export function forgetValues(name) {
  localStorage.removeItem(PREFIX + name);
}

// What the person here typed under a name: {at, values, key}; null where nothing is kept.
export function keptValues(name) {
  const kept = read(PREFIX + name);
  return kept && kept.owner === owner() ? kept : null;
}

export function sayWhen(note, at) {
  note.hidden = false;
  note.querySelector("[data-draft-time]").textContent = new Date(at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
}

// What was typed stands again in fields nobody touched; the form's own key comes back with it, so
// that a report which arrived after all is not made twice.
export function restoreDraft(form) {
  const kept = keptValues(form.dataset.draft);
  if (!kept) return;
  let isChanged = false;
  for (const field of typedFields(form)) {
    const value = kept.values[field.name];
    if (value === undefined || value === field.value || !isUntouched(field)) continue;
    field.value = value;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    isChanged = true;
  }
  const key = form.elements.namedItem("request_key");
  if (key && kept.key) key.value = kept.key;
  if (isChanged) showNote(form, kept.at);
}

function showNote(form, at) {
  const note = form.querySelector("[data-draft-note]");
  if (!note) return;
  sayWhen(note, at);
  note.querySelector("button").addEventListener("click", () => {
    forgetDraft(form);
    form.reset();
    note.hidden = true;
  });
}

function typedFields(form) {
  return [...form.elements].filter((field) => field.name && field.matches(TYPED));
}

function isUntouched(field) {
  if (field.matches("select")) return [...field.options].every((option) => option.selected === option.defaultSelected) || field.value === "";
  return field.value === field.defaultValue;
}

function owner() {
  const meta = document.querySelector('meta[name="drafts"]');
  return meta ? meta.content : "";
}

function write(key, entry) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(entry));
  } catch (error) {
    // A full or forbidden store loses the draft, not the form.
    console.warn(error);
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function names() {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
}

function forgetAll() {
  for (const name of names()) localStorage.removeItem(name);
}

// The page after a sent form no longer holds that form when the server took it; the sign-in after the
// end of a session and a page that tells an error did not take it. Drafts that are old, or somebody
// else's, go.
function sweep() {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  sessionStorage.removeItem(PREFIX + "sent");
  const meta = document.querySelector('meta[name="drafts"]');
  if (!meta) return;
  const isTaken = sent && !document.querySelector(`form[data-draft="${CSS.escape(sent)}"], .error-code`);
  if (isTaken) forgetValues(sent);
  const oldest = Date.now() - Number(meta.dataset.days) * DAY_MS;
  for (const name of names()) {
    const kept = read(name);
    if (!kept || kept.owner !== meta.content || kept.at < oldest) localStorage.removeItem(name);
  }
}
