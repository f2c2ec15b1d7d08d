// The mentions page: the list and what is chosen in it. Opening goes to the pane where there is one, else to the page
// of the mention; the letters of the pane move the focus to its fields; Escape closes it.
// Modules do not import one another (each is cached for good under its own hashed name): list.js moves at "cm:move".

const items = () => [...document.querySelectorAll("[data-list] [data-list-item]")];
const move = (step) => document.dispatchEvent(new CustomEvent("cm:move", { detail: { step } }));
const pane = () => document.getElementById("detail");
const isPane = (element) => element?.id === "detail" && element.matches(".work > *");

// Where the pane has no room (a phone), what would open in it opens as a page.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { target, requestConfig } = event.detail;
  if (requestConfig.verb !== "get" || !isPane(target) || target.offsetParent !== null) return;
  event.preventDefault();
  location.assign(requestConfig.path);
});

// Closing goes back to the list as it is filtered: its last address, not the bare one that the pane knows.
const isList = (path) => /\/mentions\/(\?|$)/.test(path);
let list = isList(location.pathname) ? location.pathname + location.search : "";
document.addEventListener("htmx:pushedIntoHistory", ({ detail: { path } }) => {
  if (isList(path)) list = path;
});
document.addEventListener("htmx:configRequest", (event) => {
  if (list && event.target.matches?.("[data-panel-close]")) event.detail.path = list;
});
document.addEventListener("click", (event) => {
  const back = event.target.closest?.("[data-panel-close]:not([hx-get])");
  if (!back || !document.referrer.startsWith(back.href)) return;
  event.preventDefault();
  history.back();
});

// The focus stays in the list while one walks through it: what is read aloud is the mention that was opened.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!isPane(event.detail.target)) return;
  event.detail.target.scrollTop = 0;
  const opened = pane().querySelector("[data-mention]")?.dataset.mention;
  for (const item of items()) item.toggleAttribute("aria-current", item.id === `mention-${opened}`);
  for (const item of items()) if (item.hasAttribute("aria-current")) item.setAttribute("aria-current", "true");
});

// News comes in above. Rows never jump under the pointer or away from what has the focus: the list scrolls along.
const scroller = () => {
  const area = document.getElementById("list");
  return area.scrollHeight > area.clientHeight && getComputedStyle(area).overflowY === "auto" ? area : document.scrollingElement;
};
let held = null;
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target } }) => {
  if (target.id !== "rows") return;
  const area = document.getElementById("list");
  const looking = area.matches(":hover") || area.contains(document.activeElement) || scroller().scrollTop > 0;
  const row = looking && target.firstElementChild;
  held = row ? { row, top: row.getBoundingClientRect().top } : null;
});
document.addEventListener("htmx:oobAfterSwap", () => {
  if (held) scroller().scrollTop += held.row.getBoundingClientRect().top - held.top;
  held = null;
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-news]")) scroller().scrollTop = 0;
  const step = event.target.closest?.("[data-step]");
  if (step) {
    document.activeElement?.blur();
    move(Number(step.dataset.step));
    document.activeElement?.closest("[data-list-item]")?.querySelector("[data-list-open]")?.click();
  }
  const focus = event.target.closest?.("[data-focus]");
  if (focus) document.getElementById(focus.dataset.focus)?.focus();
});

// A folded text opens where it stands.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-unfold]");
  if (!button) return;
  document.getElementById(button.dataset.unfold).classList.remove("folded");
  button.remove();
});

// Letters that belong to the pane work on a row too: it is opened, and then they are done there.
const OF_THE_PANE = "rueltan";
let waiting = "";
document.addEventListener("htmx:afterSettle", (event) => {
  if (!waiting || event.detail.target.id !== "detail") return;
  document.querySelector(`#detail [data-key~="${waiting}"]`)?.click();
  waiting = "";
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open], details[data-menu][open]")) return;
  if (event.key === "Escape") {
    // From a field of the pane the first Escape goes back to the mention, the second closes it.
    if (pane()?.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) {
      document.activeElement.blur();
      return;
    }
    const current = items().find((item) => item.hasAttribute("aria-current"));
    document.querySelector("[data-panel-close]")?.click();
    (current?.querySelector("[data-list-open]"))?.focus({ preventScroll: true });
  }
  // With nothing open, S stars the mention that has the focus.
  const row = document.activeElement?.closest?.("[data-list-item]");
  const letters = document.body.dataset.shortcuts !== "off";
  const typing = document.activeElement?.matches?.("input:not([type=checkbox], [type=radio]), textarea, select");
  const letter = event.key.toLowerCase();
  if (letters && row && !typing && OF_THE_PANE.includes(letter) && !document.querySelector(`[data-key~="${letter}"]`)) {
    waiting = letter;
    row.querySelector("[data-list-open]")?.click();
    event.preventDefault();
    return;
  }
  // After L: 1, 2 and 3 are the labels, in the order in which they stand.
  const labels = document.activeElement?.closest?.("[data-labels]");
  if (letters && labels && "123".includes(event.key)) {
    labels.querySelectorAll("button")[Number(event.key) - 1]?.click();
    event.preventDefault();
    return;
  }
  if (letters && event.key.toLowerCase() === "s" && row && !document.querySelector('[data-key~="s"]')) {
    row.querySelector(".star")?.click();
    event.preventDefault();
  }
});
