// Native dialogs: data-dialog-open="ID" opens one, data-dialog-close or the backdrop closes it.
// A dialog that was opened gets the event "cm:open", on which htmx may fetch what is inside.

/** @param {HTMLDialogElement} dialog */
function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("cm:open"));
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
  if (dialog && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    opener.closest("details")?.removeAttribute("open");
    open(dialog);
  } else if (event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog").close();
  } else if (event.target instanceof HTMLDialogElement) {
    event.target.close(); // the backdrop belongs to the dialog itself
  }
});

// What htmx has brought into a dialog takes the focus where it asks for it.
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.closest?.("dialog[open]")?.querySelector("[autofocus]")?.focus();
  event.target.closest?.("[aria-busy]")?.removeAttribute("aria-busy");
});

// A field that narrows a list which is already there: data-filter-list="ID of the list".
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset?.filterList);
  if (!list) return;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = fold(event.target.value);
  const items = [...list.querySelectorAll("[data-filter-text]")];
  for (const item of items) item.hidden = !fold(item.dataset.filterText).includes(wanted);
  const none = list.querySelector("[data-filter-none]");
  if (none) none.hidden = items.some((item) => !item.hidden);
});
