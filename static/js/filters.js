// Filters: a form[data-filters] of GET, drawn by htmx with hx-get and hx-push-url. Empty fields stay out of the address.
// Its chips close when one applies; a change of a tick in a menu waits for "Apply", a change of a [data-now] does not.

document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("form[data-filters]");
  if (!form) return;
  const { parameters } = event.detail;
  for (const name of [...new Set([...parameters.keys()])]) {
    const values = parameters.getAll(name).filter((value) => value !== "");
    parameters.delete(name);
    for (const value of values) parameters.append(name, value);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("form[data-filters] [data-now]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-filters]")) return;
  for (const menu of event.target.querySelectorAll("details[open]")) menu.open = false;
});

// Without htmx (or before it is there) the form is sent by the browser: leave out what is empty there too.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-filters]")) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
