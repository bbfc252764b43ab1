// Draws each .chart: its Vega-Lite specification stands in a <script type="application/json">, which
// is data and which the content security policy does not treat as script. No eval: expressions are
// read as a syntax tree by vega-interpreter.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const isPhone = window.matchMedia("(max-width: 767px)").matches;

const FORMATS = {
  decimal: ",",
  thousands: ".",
  grouping: [3],
  currency: ["", " ₫"],
};

const TIMES = {
  dateTime: "%d/%m/%Y %H:%M",
  date: "%d/%m/%Y",
  time: "%H:%M:%S",
  periods: ["SA", "CH"],
  days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
  shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
  months: Array.from({ length: 12 }, (_, index) => `Tháng ${index + 1}`),
  shortMonths: Array.from({ length: 12 }, (_, index) => `Th${index + 1}`),
};

const LOOK = {
  background: "transparent",
  font: "Be Vietnam Pro",
  axis: { labelColor: "#1B2533", titleColor: "#475569", labelFontSize: 13, titleFontSize: 13, titleFontWeight: 500, gridColor: "#D9DFE7", domainColor: "#8492A6", tickColor: "#8492A6", labelLimit: 320 },
  legend: { orient: "top", columns: isPhone ? 1 : 6, labelColor: "#1B2533", titleColor: "#475569", labelFontSize: 13, titleFontSize: 13, labelLimit: 260 },
  view: { stroke: null },
};

// What is pointed at or touched is said in the line under the picture: no box of the library's own
// style.
function pointed(handler, event, item, value) {
  say(handler.element().closest(".chart"), value);
}

function say(figure, words) {
  const line = figure && figure.querySelector(".chart-said");
  if (line) line.textContent = words || "";
}

const OPTIONS = {
  ast: true,
  expr: expressionInterpreter,
  actions: false,
  defaultStyle: false,
  tooltip: pointed,
  renderer: "svg",
  formatLocale: FORMATS,
  timeFormatLocale: TIMES,
  config: LOOK,
};

// Labels are measured before they are drawn: measured in another face, they would be cut off.
const TYPE = '13px "Be Vietnam Pro"';
const faces = Promise.all(["a", "đ", "ạ"].map((letter) => document.fonts.load(TYPE, letter)));

// On a phone the legend stands in one column, names of rows leave room for the bars, and a tile
// too small for a name holds its first letters.
function narrowed(view) {
  const { x, y, text, ...channels } = view.encoding || {};
  for (const { legend } of Object.values(channels)) if (legend) legend.columns = 1;
  if (y && y.axis !== null) y.axis = { ...y.axis, labelLimit: 120 };
  if (x && x.axis && x.axis.orient === "top") x.axis = { ...x.axis, labelAngle: -90, labelLimit: 160 };
  if (text && text.field === "lines") {
    text.field = "initials";
    view.mark.dy = 0;
  }
}

// Words that end where the picture ends.
function limited(view, wide) {
  if (view.mark && view.mark.limit) view.mark.limit = wide;
}

// Small frames stand as many beside each other as there is room for.
const FRAME = { least: 190, edge: 48 };
function framed(spec, wide) {
  const columns = Math.max(1, Math.floor(wide / FRAME.least));
  const width = Math.floor(wide / columns) - FRAME.edge;
  return { ...spec, columns, spec: { ...spec.spec, width } };
}

// A single view takes the width of its place, so that a phone sees letters of the same size.
function fitted(spec, wide) {
  if (spec.facet && spec.spec) return framed(spec, wide);
  if (spec.hconcat || spec.vconcat || spec.concat || spec.facet || spec.repeat) return spec;
  for (const view of [spec, ...(spec.layer || [])]) {
    limited(view, wide);
    if (isPhone) narrowed(view);
  }
  const height = isPhone && spec.projection ? Math.round(wide * 0.8) : spec.height;
  return { ...spec, height, width: "container", autosize: { type: "fit-x", contains: "padding" } };
}

// Parts of a page that script brought hold their data in a <template>.
function given(figure) {
  const script = figure.querySelector('script[type="application/json"]');
  const part = figure.querySelector("template[data-spec]");
  return script ? script.textContent : part && part.content.textContent;
}

async function draw(figure) {
  const data = given(figure);
  if (!data) return;
  const canvas = figure.querySelector(".chart-canvas");
  figure.classList.add("is-drawn");
  figure.classList.toggle("has-said", data.includes('"tooltip"'));
  try {
    await faces;
    const { view } = await embed(canvas, fitted(JSON.parse(data), figure.clientWidth), OPTIONS);
    view.addEventListener("click", (event, item) => say(figure, item && item.tooltip));
  } catch (error) {
    // The table below the chart still says everything.
    figure.classList.remove("is-drawn");
    console.error(error);
  }
}

function drawAll(place) {
  for (const figure of place.querySelectorAll(".chart:not(.is-drawn)")) draw(figure);
}

drawAll(document);
// A wall and a preview bring new figures into the page.
document.addEventListener("htmx:load", (event) => drawAll(event.target));
