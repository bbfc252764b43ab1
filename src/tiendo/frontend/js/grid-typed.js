// What was typed in the table of figures and is not saved yet, kept on this machine: through a reload,
// a lost connection and the end of a session.
import { forgetValues, keepValues, keptValues, sayWhen } from "./drafts.js";

// The server leads here once it took all that was sent.
const TAKEN = "#da-luu";

export function keepTyped(form, changed) {
  if (!changed.length) return forgetValues(key());
  const typed = [...changed, ...reasons(form)].map((field) => [field.name, field.value]);
  keepValues(key(), Object.fromEntries(typed));
}

export function forgetTyped() {
  forgetValues(key());
}

// Puts back into the fields what was typed, under the revision that was on screen then: where
// somebody else wrote meanwhile the server asks which figure stands. What the server refused of a
// form it answers stands in the page already.
export function restoreTyped(form, fields, mark) {
  if (window.location.hash === TAKEN) {
    history.replaceState(null, "", window.location.pathname + window.location.search);
    forgetTyped();
  }
  const kept = keptValues(key());
  if (!kept || fields.some((field) => field.dataset.saved !== undefined)) return;
  const places = new Map(fields.map((field) => [placeOf(field.name), field]));
  const found = Object.entries(kept.values).filter(([name, value]) => (places.get(placeOf(name)) ?? { value }).value !== value);
  for (const [name, value] of found) {
    const field = places.get(placeOf(name));
    field.name = name;
    field.value = value;
    mark(field);
  }
  if (!found.length) return;
  for (const field of reasons(form)) field.value ||= kept.values[field.name] ?? "";
  sayWhen(form.querySelector("[data-draft-note]"), kept.at);
}

// The name of a field without the revision it was opened over.
export function placeOf(name) {
  return name.replace(/^(o:\d+:\d+:\d+:)\d+/, (_whole, place) => `${place}0`);
}

function reasons(form) {
  return [...form.elements].filter((field) => field.name === "ly_do" || field.name.startsWith("l:"));
}

function key() {
  return `grid:${window.location.pathname}${window.location.search}`;
}
