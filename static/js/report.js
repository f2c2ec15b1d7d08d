// Writing a report: what stands in the form is saved a moment after the last key, and kept in this window until the
// server has it. The server answers with the version and the ids of the rows as they stand now.

const PAUSE = 1200;
const AGAIN = 8000;
const form = document.querySelector("[data-report-form]");
const said = form.querySelector("[data-save-said]");
const words = form.dataset;
const kept = `report:${location.pathname}`;
let timer = 0;
let saving = null;
let dirty = false;
let stuck = false; // somebody else saved: a person looks first

const say = (text, bad = false) => {
  said.textContent = text;
  said.classList.toggle("c-bad", bad);
};

const fields = () => {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return [...data.entries()];
};

const keep = () => {
  try {
    if (dirty) sessionStorage.setItem(kept, JSON.stringify(fields()));
    else sessionStorage.removeItem(kept);
  } catch {
    // no room, or a private window: the server's copy is the only one
  }
};

const rows = () => [...form.querySelectorAll("[data-rows] > li")].filter((row) => row.querySelector("[name=what]").value.trim());

async function send() {
  dirty = false;
  say(words.saving);
  const sent = rows();
  let response;
  try {
    response = await fetch(location.pathname, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  } catch {
    dirty = true;
    say(words.offline, true);
    timer = setTimeout(save, AGAIN);
    return;
  }
  const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
  if (response.ok && answer) {
    form.elements.version.value = answer.version;
    sent.forEach((row, place) => (row.querySelector("[name=decision]").value = answer.decisions[place] ?? ""));
    if (!dirty) say(answer.said);
  } else {
    dirty = true;
    stuck = response.status === 409;
    // the button sends the form as a whole; the page that answers shows both texts
    say(answer?.message ?? words.offline, true);
  }
}

async function save() {
  clearTimeout(timer);
  if (saving) await saving;
  if (!dirty || stuck) return;
  saving = send().finally(() => {
    saving = null;
    keep();
    if (dirty && !stuck && !timer) timer = setTimeout(save, PAUSE);
  });
  await saving;
}

form.addEventListener("input", () => {
  dirty = true;
  keep();
  if (!saving) say(words.unsaved);
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});

form.addEventListener("submit", () => {
  clearTimeout(timer);
  dirty = false;
  keep();
});

form.querySelector("[data-add-row]").addEventListener("click", () => {
  const row = form.querySelector("template[data-row]").content.cloneNode(true);
  const list = form.querySelector("[data-rows]");
  list.append(row);
  list.lastElementChild.querySelector("[name=what]").focus();
});

addEventListener("pagehide", () => dirty && !stuck && navigator.sendBeacon?.(location.pathname, new FormData(form)));
addEventListener("beforeunload", (event) => dirty && event.preventDefault());

// What a window had kept when it closed without a connection stands in the form again.
try {
  const before = JSON.parse(sessionStorage.getItem(kept) ?? "null");
  if (before) {
    const texts = new Map(before.filter(([name]) => ["title", "conclusions"].includes(name)));
    for (const [name, value] of texts) form.elements[name].value = value;
    dirty = true;
    say(words.unsaved);
    timer = setTimeout(save, PAUSE);
  }
} catch {
  sessionStorage.removeItem(kept);
}
