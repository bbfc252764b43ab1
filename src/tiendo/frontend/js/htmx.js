import htmx from "htmx.org";

// Nothing that needs eval or inline style: the content security policy forbids both.
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.scrollIntoViewOnBoost = false;

// 4xx answers are pages with Vietnamese words: show them, do not swallow them.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "4(00|03|04|09|22)", swap: true, error: false },
  { code: "[45]..", swap: false, error: true },
];

export { htmx };

export function startHtmx() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector('meta[name="csrf-token"]');
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
  });
}
