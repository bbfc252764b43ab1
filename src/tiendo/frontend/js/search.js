// The search of the frame suggests while one types (htmx brings the options): arrows choose, Enter
// opens what is chosen or, with nothing chosen, all results; Escape closes. Without script it is a
// form.
export function startSearch() {
  const field = document.querySelector("[data-suggests]");
  const list = field && document.getElementById(field.getAttribute("aria-controls"));
  if (!list) return;
  field.addEventListener("keydown", (event) => onKey(event, field, list));
  field.addEventListener("input", () => choose(field, list, -1));
  field.addEventListener("blur", () => close(field, list));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => open(event.target.closest("[data-href]")));
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === list) show(field, list);
  });
}

function onKey(event, field, list) {
  const options = optionsOf(list);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close(field, list);
  } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
    event.preventDefault();
    open(options[at]);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
    event.preventDefault();
    list.hidden = false;
    const step = event.key === "ArrowDown" ? 1 : -1;
    // From the first one up, or the last one down, back to what was typed.
    const next = at + step;
    choose(field, list, next === options.length || next < -1 ? (step > 0 ? -1 : options.length - 1) : next);
  }
}

function choose(field, list, at) {
  optionsOf(list).forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
  const chosen = optionsOf(list)[at];
  if (!chosen) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function show(field, list) {
  const isOpen = optionsOf(list).length > 0 && document.activeElement === field;
  list.hidden = !isOpen;
  field.setAttribute("aria-expanded", String(isOpen));
  choose(field, list, -1);
}

function close(field, list) {
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(field, list, -1);
}

function open(option) {
  if (option) window.location.assign(option.dataset.href);
}

function optionsOf(list) {
  return [...list.querySelectorAll("[role=option]")];
}
