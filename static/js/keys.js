// Keyboard shortcuts. Single letters are off inside fields, while a dialog is open, and where the person switched them
// off (<body data-shortcuts="off">). Any control takes letters by data-key="x y": each then clicks it.

/** Ask list.js to move: modules do not import one another, so that each is cached for good under its own hashed name. */
const move = (step) => document.dispatchEvent(new CustomEvent("cm:move", { detail: { step } }));

const actions = {
  o: () => document.dispatchEvent(new CustomEvent("cm:open-item")),
  x: () => document.dispatchEvent(new CustomEvent("cm:pick-item")),
  j: () => move(1),
  k: () => move(-1),
  z: () => document.querySelector("#toasts [data-toast]:last-child [data-undo]")?.requestSubmit(),
  "/": () => document.querySelector("main input[type=search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

/** @param {Element} element */
const isField = (element) =>
  element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

/** Click what has this letter. While htmx puts a piece in, its controls are not alive yet: then as soon as they are. */
const press = (key) => {
  if (document.querySelector(".htmx-swapping, .htmx-settling, .htmx-added")) {
    document.addEventListener("htmx:afterSettle", () => press(key), { once: true });
  } else document.querySelector(`[data-key~="${key}"]`)?.click();
};

document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented;
  if (busy || document.body.dataset.shortcuts === "off") return;
  if (isField(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const control = /^[a-z]$/.test(key) && document.querySelector(`[data-key~="${key}"]`);
  if (control) press(key);
  else if (Object.hasOwn(actions, key)) actions[key]();
  else return;
  event.preventDefault();
});
