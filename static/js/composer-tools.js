// What helps while one writes: emoji and hashtags put in where the caret was, links marked for analytics, times as people
// say them.

const form = document.getElementById("composer");

function start() {
  let area = form.querySelector("[data-field=text]");
  let words = {};
  form.addEventListener("cm:draw", ({ detail }) => ({ words } = detail));
  form.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea")) area = target;
  });

  const put = (text) => {
    if (!area.isConnected) area = form.querySelector("[data-field=text]");
    const { value, selectionStart: at } = area;
    const left = text.startsWith("#") && at > 0 && !/\s$/.test(value.slice(0, at)) ? " " : "";
    area.setRangeText(left + text, at, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-put]");
    if (!button) return;
    put(button.dataset.put);
    button.closest("dialog").close();
    area.focus();
  });

  const post = async (url, fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    return response.json();
  };

  const utm = document.querySelector("[data-utm]");
  utm.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = utm.querySelector("[data-utm-said]");
    const tab = form.querySelector("[data-tab][aria-selected=true]").dataset.tab;
    const given = Object.fromEntries(new FormData(utm));
    const campaign = form.querySelector("[data-plain=campaign]").value;
    const answer = await post(form.dataset.mark, { ...given, text: area.value, account: tab, called: campaign });
    said.textContent = answer.message ?? "";
    if (answer.text === undefined) return;
    area.value = answer.text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    utm.closest("dialog").close();
    area.focus();
  });

  const said = form.querySelector("[data-said]");
  const slot = form.querySelector("[data-next-slot]");
  const understand = async () => {
    if (said.value.trim()) await take(`${form.dataset.when}?${new URLSearchParams({ said: said.value })}`);
  };
  const take = async (url) => {
    const response = await fetch(url);
    const answer = response.ok ? await response.json() : {};
    document.getElementById("said-said").textContent = answer.words ?? answer.message ?? words.notUnderstood;
    const plain = (name, value) => form.dispatchEvent(new CustomEvent("cm:plain", { detail: { name, value } }));
    if (answer.day) plain("day", answer.day);
    if (answer.time) plain("time", answer.time);
  };
  form.querySelector("[data-said-go]").addEventListener("click", understand);
  slot.addEventListener("click", () => {
    const account = form.querySelector("[data-tab][aria-selected=true]").dataset.tab;
    take(`${slot.dataset.nextSlot}?${new URLSearchParams({ account })}`);
  });
  said.addEventListener("change", understand);
  said.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    understand();
  });
}

if (form) start();
