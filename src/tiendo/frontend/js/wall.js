// A dashboard on the wall of a meeting room: a clock, pages turned in time, and what the wall says
// when its numbers stop.
import { pagesOf, showPage } from "./wall-pages.js";

const STOPPED = ["htmx:sendError", "htmx:responseError", "htmx:timeout"];
const WIDE = "(min-width: 992px)";
const state = { pages: [], at: 0, left: 0, isPaused: false, title: "" };
let wall;

export function startWall() {
  wall = document.querySelector("[data-wall]");
  if (!wall) return;
  watchConnection();
  layOut();
  tick();
  setInterval(tick, 1000);
  document.body.addEventListener("htmx:afterSettle", layOut);
  addEventListener("resize", layOut);
  document.fonts.ready.then(layOut);
  wall.querySelector("[data-wall-pause]").addEventListener("click", pause);
  document.addEventListener("keydown", turnByKey);
  const button = wall.querySelector("[data-full-screen]");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
}

function watchConnection() {
  const lost = wall.querySelector("[data-wall-lost]");
  const signedOut = wall.querySelector("[data-wall-signed-out]");
  for (const name of STOPPED) {
    document.body.addEventListener(name, () => {
      if (!lost.hidden) return;
      lost.querySelector("[data-wall-since]").textContent = hour(new Date());
      lost.hidden = false;
    });
  }
  // Paused, the wall stays with its dashboard: the same one is asked for anew, not the next.
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (state.isPaused && event.target.id === "wall") event.detail.path = event.target.dataset.own;
  });
  // 204 is the answer to a part that is asked for without being signed in. Who passes by sees no
  // figures then; they come back with the sign-in.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    lost.hidden = true;
    signedOut.hidden = event.detail.xhr.status !== 204;
    if (!signedOut.hidden) {
      wall.querySelector(".dash")?.remove();
      layOut();
    }
  });
}

// The pages anew, the one in view kept while it is the same dashboard.
function layOut() {
  const page = wall.querySelector("#wall");
  const title = page.querySelector("h1").textContent;
  state.pages = matchMedia(WIDE).matches ? pagesOf(page.querySelector(".dash")) : [];
  if (title !== state.title || state.at >= state.pages.length) show(0);
  else show(state.at, state.left);
  state.title = title;
}

function show(at, left = seconds()) {
  state.at = at;
  state.left = left;
  if (state.pages.length) showPage(state.pages, at);
  say();
}

// So long that every page is seen before the next dashboard comes.
function seconds() {
  const { turn, refresh, rotates } = wall.querySelector("#wall").dataset;
  const longest = rotates ? Math.floor(refresh / Math.max(1, state.pages.length)) : turn;
  return Math.max(5, Math.min(turn, longest));
}

function say() {
  const many = state.pages.length > 1;
  const note = wall.querySelector("[data-wall-page]");
  const button = wall.querySelector("[data-wall-pause]");
  if (note) note.hidden = !many;
  button.hidden = !many && !wall.querySelector("#wall").dataset.rotates;
  button.querySelector("span").textContent = state.isPaused ? button.dataset.go : button.dataset.stop;
  if (!note || !many) return;
  const words = state.isPaused ? note.dataset.paused : note.dataset.turning;
  const numbers = [state.at + 1, state.pages.length, state.left];
  note.textContent = words.replace(/\{(\d)\}/g, (_all, place) => numbers[place]);
}

function pause() {
  state.isPaused = !state.isPaused;
  say();
}

function turnByKey(event) {
  const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (!step || state.pages.length < 2 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show((state.at + step + state.pages.length) % state.pages.length);
}

function tick() {
  const clock = document.querySelector("[data-clock]");
  if (clock) clock.textContent = hour(new Date());
  if (state.isPaused || state.pages.length < 2) return;
  state.left -= 1;
  if (state.left > 0) say();
  else show((state.at + 1) % state.pages.length);
}

function hour(moment) {
  const time = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" };
  return moment.toLocaleTimeString("vi-VN", time);
}
