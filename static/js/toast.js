// Toasts: they stay 8 seconds, longer while hovered or focused. The server sends one with the event "cm:toast"
// (core.ui.with_toast) or draws it into the page (core.ui.toast).

const LIFE = 8000;

/**
 * Let a toast go after its time, unless somebody is at it.
 * @param {HTMLElement} toast
 */
function expire(toast) {
  const timer = setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) expire(toast);
    else toast.remove();
  }, LIFE);
  toast.addEventListener("submit", () => clearTimeout(timer));
}

/**
 * Show a toast.
 * @param {string} text what happened, in the past tense
 * @param {string} [undo] address that takes a POST
 */
function show(text, undo) {
  const toast = document.getElementById("toast").content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  const form = toast.querySelector("form");
  if (undo) form.action = undo;
  else form.remove();
  document.getElementById("toasts").append(toast);
  expire(toast);
}

document.querySelectorAll("#toasts [data-toast]").forEach(expire);
document.addEventListener("cm:toast", (event) => show(event.detail.text, event.detail.undo));
