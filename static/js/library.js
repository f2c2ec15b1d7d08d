// The library: opening a file goes to the pane beside the grid where there is one, else to its page; Escape closes it.

const isPane = (element) => element?.id === "detail" && element.matches(".work > *");
const items = () => [...document.querySelectorAll("[data-list] [data-list-item]")];

// Where the pane has no room (a phone), what would open in it opens as a page.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { target, requestConfig } = event.detail;
  if (requestConfig.verb !== "get" || !isPane(target) || target.offsetParent !== null) return;
  event.preventDefault();
  location.assign(requestConfig.path);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!isPane(event.detail.target)) return;
  event.detail.target.scrollTop = 0;
  const opened = event.detail.target.querySelector("[data-file]")?.dataset.file;
  for (const item of items()) {
    if (item.id === `file-${opened}`) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
});

// The first files of a brand: the page with the grid comes once all have arrived, and what was refused has been read.
let taken = false;
function perhapsReload() {
  if (taken && !document.getElementById("list") && !document.querySelector(".upload-row")) location.reload();
}
document.addEventListener("cm:uploaded", () => {
  taken = true;
  setTimeout(perhapsReload);
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-upload-stop]")) setTimeout(perhapsReload);
});

// Closing goes back to the grid as it is filtered.
let list = location.pathname.endsWith("/library/") ? location.pathname + location.search : "";
document.addEventListener("htmx:pushedIntoHistory", ({ detail: { path } }) => {
  if (/\/library\/(\?|$)/.test(path)) list = path;
});
document.addEventListener("click", (event) => {
  const close = event.target.closest?.("[data-panel-close]");
  if (!close || !isPane(close.closest("#detail"))) return;
  event.preventDefault();
  const path = list || close.href;
  window.htmx.ajax("GET", path, { target: "#detail", source: "#detail" }).then(() => history.pushState({}, "", path));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], details[data-menu][open]")) return;
  const pane = document.getElementById("detail");
  if (!isPane(pane) || !pane.querySelector("[data-file]")) return;
  if (pane.contains(document.activeElement) && document.activeElement.matches("input, textarea")) {
    document.activeElement.blur();
    return;
  }
  const current = items().find((item) => item.hasAttribute("aria-current"));
  pane.querySelector("[data-panel-close]")?.click();
  current?.querySelector("[data-list-open]")?.focus({ preventScroll: true });
});
