// What is done to posts in the calendar: moved (dragged, or by M and a dialog), copied, taken back, deleted, one or many.
// The server says in words what it did, with its undo, and what it refused: then the post springs back.

/** Posts that are chosen, and where their brand takes acts on many and is called; the name is empty on its own calendar. */
const chosen = new Map();

const data = () => JSON.parse(document.getElementById("calendar-data")?.textContent ?? "{}");
const items = (post) => document.querySelectorAll(`#calendar [data-post="${CSS.escape(post)}"]`);

/** Say something to who does not see it. */
function announce(words) {
  const said = document.getElementById("calendar-said");
  if (said) said.textContent = words;
}

/** Show why something was refused, or hide it. */
function refuse(reasons) {
  const note = document.getElementById("calendar-refused");
  if (!note) return;
  note.querySelector("p").textContent = reasons.join(" ");
  note.hidden = reasons.length === 0;
}

/**
 * Ask the server for a change; what it refused is shown.
 * @returns whether it was made
 */
async function send(address, fields) {
  const said = await ask(address, fields);
  refuse(said.refused ?? []);
  document.dispatchEvent(new CustomEvent("cm:cal-changed"));
  return said.ok;
}

/** Ask the server for a change, and say what it did, in `brand` where that has to be told. */
async function ask(address, fields, brand = "") {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  let said;
  try {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams(fields) });
    said = { ...(await answer.json()), ok: answer.ok };
  } catch {
    said = { refused: [data().unreachable], ok: false };
  }
  const text = brand ? `${brand}: ${said.toast}` : said.toast;
  if (said.toast) document.dispatchEvent(new CustomEvent("cm:toast", { detail: { text, undo: said.undo } }));
  return said;
}

document.addEventListener("cm:cal-move", async (event) => {
  const { post, day, at, seen, copy, revert, move } = event.detail;
  if (copy) revert?.();
  const moved = await send(move || data().move, { post, day, at, seen, ...clock(), ...(copy ? { copy: "1" } : {}) });
  if (!moved && !copy) revert?.();
  const draft = document.querySelector(`#calendar-undated [data-post="${CSS.escape(post)}"]`);
  if (moved && draft) draft.remove();
});

/** Whose clock the times are of, where it is not the brand's. */
const clock = () => (data().clock ? { clock: data().clock } : {});

/** The post that has the focus, else the only one that is chosen. */
function current() {
  const focused = document.activeElement?.closest?.("[data-post]");
  if (focused) return focused;
  return chosen.size === 1 ? items([...chosen.keys()][0])[0] : undefined;
}

/** Ask to which day and time, and move the post there; several that are chosen go to the bar. */
function askWhere() {
  if (chosen.size > 1) {
    document.querySelector("#calendar-bulk [name=days]").focus();
    return;
  }
  const post = current();
  const dialog = document.getElementById("calendar-move");
  if (!post || !dialog) {
    announce(data().chooseFirst ?? "");
    return;
  }
  if (!post.dataset.move && !data().move) {
    refuse([data().notYours]);
    return;
  }
  dialog.querySelector("[data-cal-which]").textContent = post.dataset.words ?? post.textContent.trim();
  const form = dialog.querySelector("form");
  form.elements.day.value = post.dataset.day ?? data().today;
  form.elements.at.value = post.dataset.at ?? "09:00";
  form.onsubmit = async () => {
    const fields = { post: post.dataset.post, seen: post.dataset.version, day: form.elements.day.value, at: form.elements.at.value };
    await send(post.dataset.move || data().move, { ...fields, ...clock() });
    refocus(post.dataset.post);
  };
  dialog.showModal();
  form.elements.day.focus();
}

/** Once posts are drawn anew, the focus is where it was. */
function refocus(post) {
  const found = () => items(post)[0];
  const watch = new MutationObserver(() => {
    const there = found();
    if (!there) return;
    watch.disconnect();
    (there.querySelector("a") ?? there).focus();
  });
  watch.observe(document.getElementById("calendar"), { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 3000);
}

/** Choose a post, or choose it no more. */
function pick(element) {
  const { post, act, of } = element.dataset;
  if (!document.getElementById("calendar-bulk") || !post) return;
  if (!act) refuse([data().notYours]);
  else if (!chosen.delete(post)) chosen.set(post, { act, of });
  mark();
}

/** Show what is chosen, and the bar of acts. */
function mark() {
  for (const item of document.querySelectorAll("#calendar [data-post]")) {
    const on = chosen.has(item.dataset.post);
    item.classList.toggle("picked", on);
    const box = item.querySelector("[data-cal-tick]");
    if (box) box.checked = on;
  }
  const bar = document.getElementById("calendar-bulk");
  if (!bar) return;
  bar.hidden = chosen.size === 0;
  bar.querySelector("[data-cal-count]").textContent = chosen.size.toLocaleString(document.documentElement.lang);
}

document.addEventListener("cm:cal-pick", (event) => pick(event.detail.element));
document.addEventListener("cm:pick-item", () => {
  const focused = document.activeElement?.closest?.("#calendar [data-post]");
  if (focused) pick(focused);
});
document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-cal-tick]");
  if (box) pick(box.closest("[data-post]"));
});

/** The chosen posts of each brand: one brand is asked after the other, each with an undo of its own. */
function byBrand() {
  const brands = new Map();
  for (const [post, { act, of }] of chosen) {
    const brand = brands.get(act) ?? { of, posts: [] };
    brand.posts.push(post);
    brands.set(act, brand);
  }
  return brands;
}

document.addEventListener("submit", async (event) => {
  if (event.target.id !== "calendar-bulk") return;
  event.preventDefault();
  const wanted = [["what", event.submitter?.value ?? "shift"], ["days", event.target.elements.days.value]];
  const refused = [];
  for (const [act, { of, posts }] of byBrand()) {
    const said = await ask(act, [...wanted, ...posts.map((post) => ["post", post])], of);
    for (const words of said.refused ?? []) refused.push(of ? `${of}: ${words}` : words);
    if (said.ok) for (const post of posts) chosen.delete(post);
  }
  refuse(refused);
  document.dispatchEvent(new CustomEvent("cm:cal-changed"));
  mark();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-cal-ask]")) askWhere();
  if (event.target.closest("[data-cal-hide]")) refuse([]);
  if (event.target.closest("[data-cal-unpick]")) {
    chosen.clear();
    mark();
  }
});

document.addEventListener("cm:cal-failed", () => refuse([data().unreachable]));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "calendar-page") return;
  chosen.clear();
  mark();
});
