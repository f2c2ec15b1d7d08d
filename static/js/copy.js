// data-copy="text" copies it and says so with a toast, in the words of data-copied.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  document.dispatchEvent(new CustomEvent("cm:toast", { detail: { text: button.dataset.copied } }));
});
