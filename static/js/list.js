// Lists that J and K walk through: the items of [data-list], each with a link [data-list-open] that Enter or O follows,
// and perhaps a tick [data-pick] that X turns over.

/** The items of the first list on the page that has any. */
function items() {
  const list = document.querySelector("[data-list]");
  return list ? [...list.querySelectorAll("[data-list-item]")] : [];
}

/**
 * Move to the next or the previous item and bring it into sight.
 * @param {1 | -1} step
 */
function move(step) {
  const all = items();
  if (!all.length) return;
  const here = all.findIndex((item) => item.contains(document.activeElement));
  const current = here >= 0 ? here : all.findIndex((item) => item.hasAttribute("aria-current"));
  const next = all[Math.min(Math.max(current + step, 0), all.length - 1)];
  const link = next.querySelector("[data-list-open]") ?? next;
  link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

/** The item that has the focus, else the one that is open. */
const current = () =>
  items().find((item) => item.contains(document.activeElement)) ?? items().find((item) => item.hasAttribute("aria-current"));

document.addEventListener("cm:open-item", () => current()?.querySelector("[data-list-open]")?.click());
document.addEventListener("cm:pick-item", () => current()?.querySelector("[data-pick]")?.click());
document.addEventListener("cm:move", (event) => move(event.detail.step));

// The item that was opened beside the list is the current one, and only that.
document.addEventListener("click", (event) => {
  const item = event.target.closest("[data-list-open]")?.closest("[data-list-item]");
  if (!item) return;
  for (const other of items()) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  item.classList.remove("unread");
});

// Enter in a field of that bar does what its own button does, not what the first one does.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-bulk] input")) return;
  event.preventDefault();
  event.target.closest("details")?.querySelector("button[type=submit]")?.click();
});

// Ticked items bring up the bar of acts: [data-bulk] with a [data-bulk-count].
document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-pick], [data-pick-all]");
  const form = box?.closest("form, [data-list]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("[data-pick]")];
  if (box.matches("[data-pick-all]")) for (const other of boxes) other.checked = box.checked;
  const count = boxes.filter((other) => other.checked).length;
  const bulk = form.querySelector("[data-bulk]");
  if (!bulk) return;
  bulk.hidden = count === 0;
  bulk.querySelector("[data-bulk-count]").textContent = count.toLocaleString(document.documentElement.lang);
});
