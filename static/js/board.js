// The board of people: a card is dragged to another column, or M opens its menu of stages. Both send the same form.

const card = () => document.activeElement?.closest("[data-card]");
let dragged = null;

/** Send the form of a card for another stage. */
function send(item, stage) {
  item.querySelector(`form button[value="${CSS.escape(stage)}"]`)?.click();
}

const column = (event) => (dragged ? event.target.closest?.("#board [data-stage]:not([data-card])") : null);
const mark = (over) => {
  for (const one of document.querySelectorAll(".board-column.over")) one.classList.toggle("over", one === over);
  over?.classList.add("over");
};

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("[data-list-open]").textContent);
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  const over = column(event);
  if (!over) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  mark(over);
});

document.addEventListener("drop", (event) => {
  const over = column(event);
  if (!over) return;
  event.preventDefault();
  if (over.dataset.stage !== dragged.dataset.stage) send(dragged, over.dataset.stage);
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  mark(null);
});

// M opens the menu of the card that has the focus; the arrows go through it, Escape closes it (menu.js).
document.addEventListener("keydown", (event) => {
  const busy = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  const item = card();
  if (!item || busy || event.target.matches("input, textarea, select")) return;
  const menu = item.querySelector("details");
  const choices = [...(menu?.querySelectorAll("button") ?? [])];
  if (event.key.toLowerCase() === "m" && menu && document.body.dataset.shortcuts !== "off") {
    event.preventDefault();
    menu.open = true;
    choices[0]?.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !menu?.open) return;
  event.preventDefault();
  const here = choices.indexOf(document.activeElement);
  choices[(here + step + choices.length) % choices.length].focus();
});

// After a move the focus is on the card where it now stands.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "board") event.target.querySelector("[autofocus]")?.focus();
});
