// The table of figures, form[data-grid], like a spreadsheet. Without script it is a plain form: its
// fields say which revision was on screen, so the server tells what was touched.
// A field is either chosen (arrows move, typing replaces) or open (F2 or a second click: the caret moves inside).
import { forgetTyped, keepTyped, placeOf, restoreTyped } from "./grid-typed.js";

const form = document.querySelector("form[data-grid]");
if (form) startGrid(form);

function startGrid(form) {
  const note = form.querySelector("[data-grid-note]");
  const undoButton = form.querySelector("[data-grid-undo]");
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector(".gi")));
  const place = new Map();
  rows.forEach((row, y) => row.forEach((field, x) => field && place.set(field, { x, y })));
  if (!place.size || !note) return;
  const fields = [...place.keys()];
  const done = [];
  let open = null;
  let anchor = null;
  let before = "";
  let isSending = false;

  for (const field of fields) {
    field.dataset.was = field.dataset.saved ?? field.defaultValue;
    if (field.dataset.saved !== undefined) mark(field);
  }
  restoreTyped(form, fields, mark);
  for (const field of fields) field.dataset.now = field.value;
  tell();
  // Tab goes from field to field; what stands behind one opens with Ctrl+Enter.
  for (const link of form.querySelectorAll("a.gs")) link.tabIndex = -1;

  form.addEventListener("focusin", (event) => {
    if (!place.has(event.target)) return;
    before = event.target.value;
    event.target.select();
  });
  form.addEventListener("focusout", (event) => {
    if (place.has(event.target)) keep(event.target);
    if (event.target === open) open = null;
  });
  form.addEventListener("pointerdown", (event) => {
    if (place.has(event.target)) clearBlock();
    if (event.target === document.activeElement && place.has(event.target)) open = event.target;
  });
  form.addEventListener("dblclick", (event) => {
    if (place.has(event.target)) open = event.target;
  });
  form.addEventListener("input", (event) => {
    if (place.has(event.target)) mark(event.target);
    tell();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches(".gp input")) choose(event.target);
  });
  form.addEventListener("keydown", press);
  form.addEventListener("copy", copy);
  form.addEventListener("paste", paste);
  form.addEventListener("submit", send);
  undoButton.addEventListener("click", undo);
  form.querySelector("[data-draft-note] button").addEventListener("click", () => {
    isSending = true;
    forgetTyped();
    window.location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSending && changed().length) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
    for (const field of fields) field.disabled = false;
  });

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  function press(event) {
    const field = event.target;
    if (!place.has(field) || event.isComposing || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z" && field !== open && field.value === before) act(event, undo);
    else if (control && event.key.toLowerCase() === "d") act(event, fillDown);
    else if (control && event.key === "Enter") act(event, () => field.closest("td").querySelector("a.gs").click());
    else if (control) return;
    else if (event.key === "F2") act(event, () => openField(field));
    else if (event.key === "Escape") act(event, () => giveUp(field));
    else if (event.key === "Enter") act(event, () => (move(field, 0, event.shiftKey ? -1 : 1) ? null : keep(field)));
    else if (event.key === "Delete" && block().length > 1) act(event, () => write(block().map((each) => [each, each.dataset.was])));
    else if (event.key in ARROWS && field !== open) arrow(event, field);
  }

  function act(event, what) {
    event.preventDefault();
    what();
  }

  function arrow(event, field) {
    const [x, y] = ARROWS[event.key];
    event.preventDefault();
    if (!event.shiftKey) clearBlock();
    else if (!anchor) anchor = field;
    move(field, x, y);
    if (anchor) showBlock();
  }

  // To the next field that way; places where nothing is typed are passed over.
  function move(field, x, y) {
    const from = place.get(field);
    for (let step = 1; ; step += 1) {
      const row = rows[from.y + y * step];
      if (!row || from.x + x * step < 0 || from.x + x * step >= row.length) return false;
      const next = row[from.x + x * step];
      if (!next) continue;
      next.focus();
      return true;
    }
  }

  function openField(field) {
    open = field;
    field.setSelectionRange(field.value.length, field.value.length);
  }

  // Back to what the field held when it was come to; once more, to what is saved.
  function giveUp(field) {
    if (field.value !== before) field.value = before;
    else if (field.value !== field.dataset.was) write([[field, field.dataset.was]]);
    open = null;
    mark(field);
    tell();
    field.select();
  }

  function keep(field) {
    if (field.value === field.dataset.now) return;
    done.push([[field, field.dataset.now]]);
    field.dataset.now = field.value;
    mark(field);
    tell();
  }

  function write(pairs) {
    done.push(pairs.map(([field]) => [field, field.dataset.now]));
    set(pairs);
  }

  function set(pairs) {
    for (const [field, value] of pairs) {
      field.value = value;
      field.dataset.now = value;
      mark(field);
    }
    before = document.activeElement.value ?? "";
    tell();
  }

  function undo() {
    if (place.has(document.activeElement)) keep(document.activeElement);
    const last = done.pop();
    if (!last) return;
    set(last);
    last[0][0].focus();
  }

  function changed() {
    return fields.filter((field) => field.value.trim() !== field.dataset.was);
  }

  function mark(field) {
    const isChanged = field.value.trim() !== field.dataset.was;
    field.closest("td").classList.toggle("is-unsaved", isChanged);
    if ("corrects" in field.dataset) askReason(field, isChanged);
  }

  // A figure that was confirmed is corrected for a reason of its own.
  function askReason(field, isChanged) {
    const cell = field.closest("td");
    let box = cell.querySelector(".gr");
    if (!box && !isChanged) return;
    if (!box) {
      box = document.createElement("label");
      box.className = "gr";
      const reason = Object.assign(document.createElement("input"), { name: placeOf(field.name).replace("o:", "l:"), maxLength: 1000, autocomplete: "off" });
      box.append(note.dataset.reason, reason);
      cell.append(box);
    }
    box.hidden = !isChanged;
    box.querySelector("input").disabled = !isChanged;
  }

  // Of two people's figures the chosen one stands in the field.
  function choose(radio) {
    const field = radio.closest("td").querySelector(".gi");
    write([[field, radio.value === "theirs" ? field.dataset.was : field.defaultValue]]);
  }

  function tell(words = "") {
    const typed = changed();
    note.textContent = words || (typed.length ? `${typed.length} ${note.dataset.some}` : note.dataset.none);
    undoButton.hidden = !done.length;
    keepTyped(form, typed);
  }

  // The chosen block: from the first field with Shift held to the present one.
  function block() {
    const field = document.activeElement;
    if (!place.has(field)) return [];
    const from = place.get(anchor ?? field);
    const to = place.get(field);
    const found = [];
    for (let y = Math.min(from.y, to.y); y <= Math.max(from.y, to.y); y += 1)
      for (let x = Math.min(from.x, to.x); x <= Math.max(from.x, to.x); x += 1) if (rows[y][x]) found.push(rows[y][x]);
    return found;
  }

  function showBlock() {
    const chosen = new Set(block());
    for (const field of fields) field.closest("td").classList.toggle("is-chosen", chosen.size > 1 && chosen.has(field));
  }

  function clearBlock() {
    anchor = null;
    for (const cell of form.querySelectorAll(".is-chosen")) cell.classList.remove("is-chosen");
  }

  function fillDown() {
    const chosen = block();
    const top = Math.min(...chosen.map((field) => place.get(field).y));
    const source = new Map(chosen.filter((field) => place.get(field).y === top).map((field) => [place.get(field).x, field.value]));
    const pairs = chosen.filter((field) => place.get(field).y > top && source.has(place.get(field).x)).map((field) => [field, source.get(place.get(field).x)]);
    if (pairs.length) return write(pairs);
    const field = document.activeElement;
    const { x, y } = place.get(field);
    if (rows[y - 1] && rows[y - 1][x]) write([[field, rows[y - 1][x].value]]);
  }

  function copy(event) {
    const chosen = block();
    if (chosen.length < 2) return;
    const lines = new Map();
    for (const field of chosen) {
      const { y } = place.get(field);
      lines.set(y, [...(lines.get(y) ?? []), field.value]);
    }
    event.clipboardData.setData("text/plain", [...lines.values()].map((line) => line.join("\t")).join("\n"));
    event.preventDefault();
  }

  // A block as Excel gives it: tabs between columns, line ends between rows. What has no place is told of.
  function paste(event) {
    const field = event.target;
    if (!place.has(field)) return;
    const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    if (lines.length === 1 && lines[0].length === 1) return;
    event.preventDefault();
    const from = place.get(field);
    const pairs = [];
    let outside = 0;
    let skipped = 0;
    lines.forEach((line, dy) =>
      line.forEach((text, dx) => {
        const row = rows[from.y + dy];
        if (!row || from.x + dx >= row.length) outside += 1;
        else if (!row[from.x + dx]) skipped += text.trim() ? 1 : 0;
        else if (text.trim()) pairs.push([row[from.x + dx], text.trim()]);
      }),
    );
    if (pairs.length) write(pairs);
    const words = [];
    if (outside) words.push(`${note.dataset.clipped} ${outside}`);
    if (skipped) words.push(`${note.dataset.skipped} ${skipped}`);
    tell(words.length ? [`${changed().length} ${note.dataset.some}`, ...words].join(". ") : "");
  }

  // Only what was changed is sent; the rest would be looked at for nothing.
  function send(event) {
    const sent = changed();
    const refused = !navigator.onLine ? note.dataset.offline : sent.length > Number(form.dataset.most) ? note.dataset.over : "";
    if (refused) {
      event.preventDefault();
      tell(refused);
      return;
    }
    const kept = new Set(sent);
    isSending = true;
    for (const field of fields) field.disabled = !kept.has(field) && !field.closest("td").querySelector(".gp");
  }
}
