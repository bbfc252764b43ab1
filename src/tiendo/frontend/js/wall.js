// A dashboard on the wall of a meeting room: a clock, and what the wall says when its numbers stop.
const STOPPED = ["htmx:sendError", "htmx:responseError", "htmx:timeout"];

export function startWall() {
  const wall = document.querySelector("[data-wall]");
  if (!wall) return;
  const lost = wall.querySelector("[data-wall-lost]");
  const signedOut = wall.querySelector("[data-wall-signed-out]");
  for (const name of STOPPED) document.body.addEventListener(name, () => { lost.hidden = false; });
  // 204 is the answer to a part that is asked for without being signed in.
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    lost.hidden = true;
    signedOut.hidden = event.detail.xhr.status !== 204;
  });
  tick();
  setInterval(tick, 1000);
  const button = wall.querySelector("[data-full-screen]");
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
}

function tick() {
  const clock = document.querySelector("[data-clock]");
  const time = { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" };
  if (clock) clock.textContent = new Date().toLocaleTimeString("vi-VN", time);
}
