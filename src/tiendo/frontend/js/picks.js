// A long list of boxes to tick: a field above narrows it by its words, with or without marks.
export function startPicks() {
  for (const list of document.querySelectorAll("[data-picks]")) start(list);
  document.addEventListener("htmx:load", (event) => {
    for (const list of event.target.querySelectorAll("[data-picks]")) start(list);
  });
}

function start(list) {
  const filter = list.querySelector("[data-picks-filter]");
  if (!filter || !filter.hidden) return;
  filter.hidden = false;
  filter.addEventListener("input", () => narrow(list, filter.value));
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.addEventListener("change", () => count(list));
  count(list);
}

function narrow(list, typed) {
  const wanted = plain(typed).split(/\s+/);
  for (const row of list.querySelectorAll("li")) {
    const words = plain(row.textContent);
    const isTicked = row.querySelector("input").checked;
    row.hidden = !isTicked && !wanted.every((word) => words.includes(word));
  }
}

function count(list) {
  const ticked = list.querySelectorAll("input:checked").length;
  const said = list.querySelector("[data-picks-count]");
  said.textContent = ticked ? said.dataset.words.replace("%s", ticked) : "";
}

function plain(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  return bare.replaceAll("đ", "d").trim();
}
