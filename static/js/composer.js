// The composer: one post as a state of JSON, drawn into fields, saved two seconds after the last key, and kept in this
// browser until the server has it. composer-parts.js and composer-tools.js speak with it by events on the form:
// "cm:draw" (value, own: how to read a field of the variant in sight), "cm:set" (name, value), "cm:plain" (name, value).

const form = document.getElementById("composer");
const PAUSE = 2000;

/** @param {string} id of a <script type="application/json"> */
const data = (id) => JSON.parse(document.getElementById(id).textContent);

const EMPTY = { text: "", title: "", link: "", warning: "", first_comment: "", media: [], thread: [], poll: null, options: {} };

function start() {
  const config = data("composer-config");
  const words = config.words;
  const sent = document.getElementById("composer-sent");
  const saveState = document.querySelector("[data-save-said]");
  const conflict = document.getElementById("conflict");
  let state = data("composer-state");
  let version = Number(form.dataset.version);
  let stage = form.dataset.stage;
  let urls = null;
  let tab = "";
  let saved = JSON.stringify(state);
  let saving = null;
  let timer = 0;
  const dropped = {};

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const common = (name) => state.content[name] ?? EMPTY[name];
  const isOwn = (name, where = tab) => Boolean(where) && Object.hasOwn(state.own[where] ?? {}, name);
  const value = (name, where = tab) => (isOwn(name, where) ? state.own[where][name] : common(name));
  const dirty = () => JSON.stringify(state) !== saved;
  const say = (text, bad = false) => {
    if (saveState.textContent !== text) saveState.textContent = text;
    saveState.parentElement.classList.toggle("c-bad", bad);
  };

  // What one writes in the variant of an account is its own as soon as it differs from the common one.
  const set = (name, next, where = tab) => {
    if (!Object.hasOwn(state.own, where)) state.content[name] = next;
    else if (same(next, common(name))) delete state.own[where][name];
    else state.own[where][name] = next;
    changed();
  };

  const keep = () => {
    try {
      if (dirty()) localStorage.setItem(config.kept, JSON.stringify({ state, version }));
      else localStorage.removeItem(config.kept);
    } catch {
      // no room, or a private window: the server's copy is the only one
    }
  };

  const check = () => {
    sent.value = JSON.stringify({ ...state, tab });
    sent.dispatchEvent(new CustomEvent("cm:typed", { bubbles: true }));
  };

  const changed = () => {
    keep();
    marks();
    check();
    if (!dirty()) return;
    clearTimeout(timer);
    if (stage === "scheduled") say(words.scheduled);
    else {
      say(words.unsaved);
      timer = setTimeout(save, PAUSE);
    }
  };

  const learn = (answer, body) => {
    ({ version, stage } = answer);
    urls = answer;
    saved = body;
    if (config.kept.endsWith(":new")) {
      localStorage.removeItem(config.kept);
      config.kept = config.kept.replace(/new$/, answer.post);
      form.action = answer.edit_url;
      history.replaceState(null, "", answer.edit_url);
      const versions = document.querySelector("[data-history]");
      versions.href = answer.history_url;
      versions.hidden = false;
    }
    keep();
    for (const one of document.querySelectorAll("[data-stage-is]")) one.hidden = one.dataset.stageIs !== stage;
    if (answer.taken_back) say(answer.said, true);
    else say(dirty() ? words.unsaved : answer.said);
  };

  const send = async () => {
    const body = JSON.stringify(state);
    const fields = new FormData(form);
    fields.set("state", body);
    fields.set("version", String(version));
    fields.set("key", form.dataset.key);
    say(words.saving);
    let response;
    try {
      response = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    } catch {
      say(words.kept, true);
      return false;
    }
    const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null;
    if (response.ok && answer) learn(answer, body);
    else if (response.status === 409 && answer) disagree(answer);
    else if (answer?.message) say(answer.message, true);
    else say(response.redirected || response.status === 403 ? words.signedOut : words.kept, true);
    return response.ok && Boolean(answer);
  };

  // One save at a time; what is typed meanwhile goes with the next.
  const save = async () => {
    clearTimeout(timer);
    if (saving) await saving;
    if (!dirty() && urls) return true;
    if (!dirty() && version) return true;
    saving = send();
    const done = await saving;
    saving = null;
    if (done && dirty() && stage !== "scheduled") timer = setTimeout(save, PAUSE);
    return done;
  };

  const disagree = (answer) => {
    say(words.unsaved, true);
    conflict.querySelector("[data-conflict]").innerHTML = answer.conflict;
    conflict.showModal();
    const agree = async (next) => {
      version = answer.version;
      conflict.close();
      next();
    };
    conflict.querySelector("[data-use-mine]").onclick = () => agree(save);
    conflict.querySelector("[data-keep-theirs]").onclick = () =>
      agree(() => {
        state = answer.theirs;
        saved = JSON.stringify(state);
        draw();
        changed();
      });
    conflict.querySelector("[data-merge]").onclick = () =>
      agree(() => {
        const theirs = document.querySelector("[data-theirs]");
        theirs.querySelector("[data-theirs-body]").replaceChildren(conflict.querySelector(".table-wrap"));
        theirs.hidden = false;
        theirs.scrollIntoView();
        say(words.merging);
      });
  };

  const accounts = () => Object.keys(state.own);
  const has = (name) =>
    name === "text" ||
    (name === "media" && !accounts().length) ||
    (tab ? [tab] : accounts()).some((account) => config.accounts[account]?.has[name]) ||
    (!tab && !same(common(name), EMPTY[name]));

  /** What the accounts allow that `where` speaks to: one, or all that are chosen. */
  const limits = (where) => (where ? [where] : accounts()).map((account) => config.accounts[account]).filter(Boolean);

  const marks = () => {
    for (const mark of form.querySelectorAll("[data-own-of]")) mark.hidden = !isOwn(mark.dataset.ownOf);
    for (const one of form.querySelectorAll("[data-tab]")) {
      const account = one.dataset.tab;
      one.hidden = Boolean(account) && !Object.hasOwn(state.own, account);
      one.setAttribute("aria-selected", String(account === tab));
      one.tabIndex = account === tab ? 0 : -1;
      const own = one.querySelector(".composer-own");
      if (own) own.hidden = Object.keys(state.own[account] ?? {}).length === 0;
    }
  };

  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };

  const draw = () => {
    for (const chip of form.querySelectorAll("[data-account]")) {
      const on = Object.hasOwn(state.own, chip.dataset.account);
      chip.setAttribute("aria-pressed", String(on));
      chip.classList.toggle("chip-on", on);
    }
    for (const part of form.querySelectorAll("[data-part]")) {
      const name = part.dataset.part;
      part.hidden = name === "options" ? !tab || !has(name) : !has(name);
    }
    const more = form.querySelector("[data-more]");
    const parts = [...more.querySelectorAll("[data-part]")];
    more.hidden = parts.every((part) => part.hidden);
    if (parts.some((part) => !part.hidden && !same(value(part.dataset.part), EMPTY[part.dataset.part]))) more.open = true;
    const out = tab ? config.accounts[tab]?.out : accounts().some((account) => config.accounts[account]?.out);
    form.querySelector("[data-out]").hidden = !out;
    for (const field of form.querySelectorAll("[data-field]")) {
      const now = value(field.dataset.field);
      if (field.value !== now) field.value = now;
      field.readOnly = Boolean(out);
    }
    for (const field of form.querySelectorAll("[data-plain]")) field.value = state[field.dataset.plain];
    document.getElementById("variant").setAttribute("aria-labelledby", tab ? `tab-${tab}` : "tab-common");
    marks();
    form.dispatchEvent(new CustomEvent("cm:draw", { detail: { value, tab, has, files: config.files, words, accounts: limits } }));
    form.querySelectorAll("[data-grows]").forEach(grow);
  };

  const open = (account) => {
    tab = account;
    draw();
    check();
  };

  const toggle = (account) => {
    if (Object.hasOwn(state.own, account)) {
      dropped[account] = state.own[account];
      delete state.own[account];
      if (tab === account) tab = "";
    } else state.own[account] = dropped[account] ?? {};
    draw();
    changed();
  };

  const go = async (name) => {
    const goes = document.getElementById("composer-go");
    if (form.querySelector(".upload-row:not(.bad)")) return say(words.uploading, true);
    if (!(await save())) return;
    goes.action = urls ? urls[`${name}_url`] : form.action.replace(/edit\/$/, `${name}/`);
    saved = JSON.stringify(state);
    goes.submit();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("cm:set", ({ detail }) => set(detail.name, detail.value, detail.where));
  form.addEventListener("cm:plain", ({ detail }) => {
    state[detail.name] = detail.value;
    draw();
    changed();
  });
  form.addEventListener("input", ({ target }) => {
    if (target.dataset.field) set(target.dataset.field, target.value);
    if (target.dataset.plain) {
      state[target.dataset.plain] = target.value;
      changed();
    }
    if (target.matches("[data-grows]")) grow(target);
  });
  form.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-fold]")) return;
    state.fold = Number(target.value);
    changed();
  });
  form.addEventListener("click", ({ target }) => {
    const chip = target.closest("[data-account]");
    const chosen = target.closest("[data-tab]");
    const reset = target.closest("[data-reset]");
    const preview = target.closest("[data-preview]");
    if (chip) toggle(chip.dataset.account);
    if (chosen) open(chosen.dataset.tab);
    if (reset) {
      delete state.own[tab][reset.dataset.reset];
      draw();
      changed();
    }
    if (preview) show(preview.dataset.preview);
    if (target.closest("[data-theirs-done]")) form.querySelector("[data-theirs]").hidden = true;
  });

  const show = (account) => {
    for (const one of form.querySelectorAll("[data-preview]"))
      one.setAttribute("aria-pressed", String(one.dataset.preview === account));
    for (const one of form.querySelectorAll("[data-preview-of]")) one.hidden = one.dataset.previewOf !== account;
  };

  // Arrows lead from tab to tab, as in any list of tabs.
  form.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...form.querySelectorAll("[data-tab]:not([hidden])")];
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    event.preventDefault();
    open(next.dataset.tab);
    next.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      save();
    } else if (event.key === "Enter") {
      event.preventDefault();
      (document.querySelector("[data-schedule]:not([hidden])") ?? document.querySelector("[data-save]")).click();
    }
  });
  document.querySelector("[data-save]").addEventListener("click", save);
  document.querySelector("[data-schedule]")?.addEventListener("click", () => go("schedule"));
  document.querySelector("[data-now-ask]")?.addEventListener("click", () => document.getElementById("now").showModal());
  document.querySelector("[data-now]")?.addEventListener("click", () => {
    document.getElementById("now").close();
    go("now");
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
  window.addEventListener("online", () => dirty() && stage !== "scheduled" && save());
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target.id === "links") sent.value = JSON.stringify({ ...state, tab });
  });
  document.addEventListener("htmx:afterSettle", () => document.getElementById("previews").removeAttribute("aria-busy"));
  sent.name = "state";

  const copy = JSON.parse(localStorage.getItem(config.kept) ?? "null");
  if (copy && !same(copy.state, state)) {
    state = copy.state;
    version = copy.version;
    draw();
    changed();
    say(words.back);
  } else {
    draw();
    check();
  }
}

if (form) document.addEventListener("DOMContentLoaded", start);
