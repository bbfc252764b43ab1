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

const OPTIONS = {
  ast: true,
  expr: expressionInterpreter,
  actions: false,
  defaultStyle: false,
  tooltip: false,
  renderer: "svg",
  formatLocale: FORMATS,
  timeFormatLocale: TIMES,
  config: LOOK,
};

// Labels are measured before they are drawn: measured in another face, they would be cut off.
const TYPE = '13px "Be Vietnam Pro"';
const faces = Promise.all(["a", "đ", "ạ"].map((letter) => document.fonts.load(TYPE, letter)));

// On a phone the legend stands in one column and names of rows leave room for the bars.
function narrowed(view) {
  const { color, y } = view.encoding || {};
  if (color && color.legend) color.legend.columns = 1;
  if (y) y.axis = { ...y.axis, labelLimit: 120 };
}

// A single view takes the width of its place, so that a phone sees letters of the same size.
function fitted(spec) {
  if (spec.hconcat || spec.vconcat || spec.concat || spec.facet || spec.repeat) return spec;
  if (isPhone) for (const view of spec.layer || [spec]) narrowed(view);
  return { ...spec, width: "container", autosize: { type: "fit-x", contains: "padding" } };
}

async function draw(figure) {
  const data = figure.querySelector('script[type="application/json"]');
  const canvas = figure.querySelector(".chart-canvas");
  figure.classList.add("is-drawn");
  try {
    await faces;
    await embed(canvas, fitted(JSON.parse(data.textContent)), OPTIONS);
  } catch (error) {
    // The table below the chart still says everything.
    figure.classList.remove("is-drawn");
    console.error(error);
  }
}

for (const figure of document.querySelectorAll(".chart")) draw(figure);
