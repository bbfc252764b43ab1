// Keeps what is typed in form[data-draft="key"] for this tab until the form was sent and accepted.
// Session storage only: nothing stays on a shared machine after the tab is closed.
const PREFIX = "tiendo-draft:";

export function startDrafts() {
  forgetAccepted();
  for (const form of document.querySelectorAll("form[data-draft]")) restore(form);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.dataset.draft) store(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.draft) sessionStorage.setItem(PREFIX + "sent", event.target.dataset.draft);
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    for (const form of event.target.querySelectorAll("form[data-draft]")) restore(form);
  });
}

function fields(form) {
  return [...form.elements].filter((field) => field.matches("textarea, input[type=text], input[type=number], input:not([type])"));
}

function store(form) {
  const values = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
}

function restore(form) {
  const kept = sessionStorage.getItem(PREFIX + form.dataset.draft);
  if (!kept) return;
  const values = JSON.parse(kept);
  for (const field of fields(form)) {
    if (field.value === "" && values[field.name]) field.value = values[field.name];
  }
}

// The page after a sent form no longer holds that form when the server took it.
function forgetAccepted() {
  const sent = sessionStorage.getItem(PREFIX + "sent");
  if (!sent) return;
  sessionStorage.removeItem(PREFIX + "sent");
  if (!document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`)) sessionStorage.removeItem(PREFIX + sent);
}
