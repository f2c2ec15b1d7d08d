// A button behind each password field that shows what is typed, so that nobody has to type it twice.
const button = document.getElementById("show-password");

for (const field of document.querySelectorAll("input[type=password]")) {
  field.after(button.content.cloneNode(true));
  const toggle = field.nextElementSibling;
  toggle.setAttribute("aria-controls", field.id);
  toggle.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    toggle.setAttribute("aria-pressed", String(!shown));
  });
  // A browser keeps what stands in text fields: it must not keep this.
  field.form.addEventListener("submit", () => (field.type = "password"));
}
