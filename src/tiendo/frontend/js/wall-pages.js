// What of a dashboard stands on the wall at once: blocks in their order, as many as the screen is
// high; of a table that does not fit as many rows, the others on the next pages.

// A table is begun on a page that holds other blocks only where so many of its rows fit.
const LEAST_ROWS = 4;

// The pages of a dashboard. A page is a list of parts: a block, and which of its rows are shown.
export function pagesOf(dash) {
  if (!dash) return [];
  const blocks = [...dash.querySelectorAll(".dash-block")];
  showAll(blocks);
  const room = innerHeight - dash.getBoundingClientRect().top - scrollY - bottomSpace();
  const isFull = () => dash.getBoundingClientRect().height > room;
  const pages = [[]];
  if (!isFull()) return [blocks.map(whole)];
  for (const block of blocks) block.hidden = true;
  for (const block of blocks) lay(block, pages, isFull);
  return pages;
}

export function showPage(pages, at) {
  showAll(pages.flat().map((part) => part.block));
  for (const part of pages.flat()) part.block.hidden = true;
  for (const { block, rows, from, to } of pages[at]) {
    block.hidden = false;
    rows.forEach((row, place) => { row.hidden = place < from || place >= to; });
  }
}

const whole = (block) => ({ block, rows: [], from: 0, to: Infinity });

// Puts a block on the last page, or on new ones behind it; what a full page holds is hidden.
function lay(block, pages, isFull) {
  block.hidden = false;
  if (!isFull()) {
    pages.at(-1).push(whole(block));
    return;
  }
  const rows = [...block.querySelectorAll("tbody > tr")];
  const isAlone = !pages.at(-1).length;
  const fitting = rows.length > 1 ? rowsThatFit(rows, 0, isFull) : 0;
  if (!isAlone && fitting < LEAST_ROWS) {
    showAll([block]);
    turn(pages);
    lay(block, pages, isFull);
  } else if (rows.length < 2) {
    pages.at(-1).push(whole(block));
  } else {
    layRows(block, rows, fitting, pages, isFull);
  }
}

function layRows(block, rows, fitting, pages, isFull) {
  for (let from = 0, count = fitting; from < rows.length; count = rowsThatFit(rows, from, isFull)) {
    const to = from + Math.max(1, count);
    pages.at(-1).push({ block, rows, from, to });
    from = to;
    if (from >= rows.length) return;
    turn(pages);
    block.hidden = false;
  }
}

// How many rows from one on stand on the page before it is full; those before are hidden.
function rowsThatFit(rows, from, isFull) {
  for (const row of rows) row.hidden = true;
  const full = rows.findIndex((row, place) => {
    row.hidden = place < from;
    return place >= from && isFull();
  });
  if (full === -1) return rows.length - from;
  rows[full].hidden = true;
  return full - from;
}

function turn(pages) {
  for (const part of pages.at(-1)) part.block.hidden = true;
  pages.push([]);
}

function showAll(blocks) {
  for (const block of blocks) {
    block.hidden = false;
    for (const row of block.querySelectorAll("tbody > tr")) row.hidden = false;
  }
}

// The padding of the wall, and the height of its buttons where they are seen.
function bottomSpace() {
  const tools = document.querySelector(".wall-tools");
  const hidden = document.fullscreenElement || !tools;
  return 0.015 * innerWidth + (hidden ? 0 : tools.getBoundingClientRect().height + 8);
}
