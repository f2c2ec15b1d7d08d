// Menus are <details data-menu>: they open without a script. This closes them: outside click, Escape, another menu.

const opened = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener(
  "focusin",
  (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
  },
);
