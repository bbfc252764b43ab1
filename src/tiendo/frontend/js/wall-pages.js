// What of a dashboard stands on the wall at once: blocks in their order, as many as the screen is
// high; of a table longer than the screen as many rows.

// A page is a list of parts: a block, and of which rows it shows which ([] and no end: all).
export function pagesOf(dash) {
  if (!dash) return [];
  const blocks = [...dash.querySelectorAll(".dash-block")];
  showAll(blocks);
  const room = innerHeight - dash.getBoundingClientRect().top - scrollY - bottomSpace();
  const isFull = () => dash.getBoundingClientRect().height > room;
  if (!isFull()) return [blocks.map(whole)];
  for (const block of blocks) block.hidden = true;
  const pages = [];
  let page = [];
  for (const block of blocks) {
    block.hidden = false;
    if (isFull() && page.length) {
      pages.push(page);
      for (const part of page) part.block.hidden = true;
      page = [];
    }
    const parts = isFull() ? cut(block, isFull) : [whole(block)];
    pages.push(...parts.slice(0, -1).map((part) => [part]));
    page.push(parts.at(-1));
  }
  return [...pages, page];
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

// The rows of a block that is higher than the screen, by screens; the last ones stay shown, so that
// what follows is laid beside them.
function cut(block, isFull) {
  const rows = [...block.querySelectorAll("tbody > tr")];
  if (rows.length < 2) return [whole(block)];
  const parts = [];
  let from = 0;
  for (const row of rows) row.hidden = true;
  rows.forEach((row, place) => {
    row.hidden = false;
    if (!isFull() || place === from) return;
    parts.push({ block, rows, from, to: place });
    for (const earlier of rows.slice(from, place)) earlier.hidden = true;
    from = place;
  });
  return [...parts, { block, rows, from, to: rows.length }];
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
