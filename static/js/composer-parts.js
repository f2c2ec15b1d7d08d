// The lists of the composer: files with their alternative texts, parts of a thread, answers of a poll, options of a
// network. Each is drawn from what "cm:draw" tells and says what has changed with "cm:set".

const form = document.getElementById("composer");

/** @param {string} id of a <template> */
const made = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function start() {
  let read = null;
  const files = {};
  const set = (name, value) => form.dispatchEvent(new CustomEvent("cm:set", { detail: { name, value } }));
  const copied = (name) => structuredClone(read.value(name));

  const moved = (list, from, step) => {
    const to = from + step;
    if (to < 0 || to >= list.length) return list;
    const next = [...list];
    [next[from], next[to]] = [next[to], next[from]];
    return next;
  };

  /** Draw the uses of files in `place`; `write` takes the list after a change. */
  const drawFiles = (place, uses, write) => {
    place.replaceChildren(
      ...uses.map((use, n) => {
        const row = made("file-row");
        const known = files[use.file];
        if (known) row.querySelector("img").src = known.thumb;
        row.querySelector("[data-file-name]").textContent = known?.name ?? "";
        const alt = row.querySelector("[data-file-alt]");
        alt.value = use.alt ?? "";
        alt.addEventListener("input", () => {
          uses[n] = { ...uses[n], alt: alt.value };
          write(uses, false);
        });
        row.querySelector("[data-file-earlier]").onclick = () => write(moved(uses, n, -1), true);
        row.querySelector("[data-file-later]").onclick = () => write(moved(uses, n, 1), true);
        row.querySelector("[data-file-remove]").onclick = () => write(uses.filter((_use, other) => other !== n), true);
        return row;
      }),
    );
  };

  const drawMedia = () =>
    drawFiles(form.querySelector("[data-files=media]"), copied("media"), (uses, again) => {
      set("media", uses);
      if (again) drawMedia();
    });

  const drawThread = () => {
    const list = form.querySelector("[data-thread]");
    const parts = copied("thread");
    const write = (next, again) => {
      set("thread", next);
      if (again) drawThread();
    };
    list.replaceChildren(
      ...parts.map((part, n) => {
        const row = made("part-row");
        const area = row.querySelector("textarea");
        area.value = part.text ?? "";
        area.setAttribute("aria-label", read.words.part.replace("%(n)s", String(n + 2)));
        area.addEventListener("input", () => {
          parts[n] = { ...parts[n], text: area.value };
          write(parts, false);
        });
        row.querySelector("[data-part-up]").onclick = () => write(moved(parts, n, -1), true);
        row.querySelector("[data-part-down]").onclick = () => write(moved(parts, n, 1), true);
        row.querySelector("[data-part-remove]").onclick = () => write(parts.filter((_part, other) => other !== n), true);
        const redraw = (uses, again) => {
          parts[n] = { ...parts[n], media: uses };
          write(parts, again);
        };
        drawFiles(row.querySelector("[data-part-files]"), structuredClone(part.media ?? []), redraw);
        const upload = row.querySelector("[data-part-upload]");
        upload?.addEventListener("change", () => take(upload, (use) => redraw([...(parts[n].media ?? []), use], true)));
        return row;
      }),
    );
  };

  const drawPoll = () => {
    const poll = copied("poll");
    form.querySelector("[data-poll-on]").checked = Boolean(poll);
    form.querySelector("[data-poll]").hidden = !poll;
    if (!poll) return;
    form.querySelector("[data-poll-hours]").value = String(poll.hours ?? 24);
    form.querySelector("[data-poll-multiple]").checked = Boolean(poll.multiple);
    form.querySelector("[data-poll-answers]").replaceChildren(
      ...poll.options.map((answer, n) => {
        const row = made("answer-row");
        const field = row.querySelector("input");
        field.value = answer;
        field.setAttribute("aria-label", read.words.answer.replace("%(n)s", String(n + 1)));
        field.addEventListener("input", () => {
          poll.options[n] = field.value;
          set("poll", poll);
        });
        row.querySelector("[data-answer-remove]").onclick = () => {
          set("poll", { ...poll, options: poll.options.filter((_answer, other) => other !== n) });
          drawPoll();
        };
        return row;
      }),
    );
  };

  const drawOptions = () => {
    for (const box of form.querySelectorAll("[data-options]")) {
      box.hidden = box.dataset.options !== read.tab;
      const chosen = read.value("options")[box.dataset.network] ?? {};
      for (const field of box.querySelectorAll("[data-option]"))
        field.value = chosen[field.dataset.option] ?? field.dataset.default;
    }
  };

  /** Upload what was chosen, one after the other; `use` takes each as the post uses it. */
  const take = async (input, use) => {
    const said = form.querySelector("[data-upload-said]");
    for (const file of [...input.files]) {
      if (said) said.textContent = read.words.uploading.replace("%(name)s", file.name);
      const body = new FormData();
      body.set("file", file);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const failed = read.words.notUploaded.replace("%(name)s", file.name);
      let message = failed;
      try {
        const headers = { Accept: "application/json" };
        const response = await fetch(form.dataset.uploads, { method: "POST", body, headers });
        const json = response.headers.get("Content-Type")?.startsWith("application/json");
        const answer = json ? await response.json() : {};
        const [row] = answer.files ?? [];
        if (row?.id) {
          files[row.id] = row;
          use({ file: row.id, alt: row.alt ?? "", crop: "" });
          message = "";
        } else message = row?.error ?? failed;
      } catch {
        message = failed;
      }
      if (said) said.textContent = message;
    }
    input.value = "";
  };

  form.addEventListener("cm:draw", ({ detail }) => {
    read = detail;
    Object.assign(files, detail.files);
    drawMedia();
    drawThread();
    drawPoll();
    drawOptions();
  });
  form.addEventListener("click", ({ target }) => {
    if (target.closest("[data-thread-add]")) {
      set("thread", [...copied("thread"), { text: "", media: [] }]);
      drawThread();
      form.querySelector("[data-thread] li:last-child textarea").focus();
    }
    if (target.closest("[data-poll-add]")) {
      const poll = copied("poll");
      set("poll", { ...poll, options: [...poll.options, ""] });
      drawPoll();
      form.querySelector("[data-poll-answers] > :last-child input").focus();
    }
  });
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-poll-on]")) {
      set("poll", target.checked ? { options: ["", ""], hours: 24, multiple: false } : null);
      drawPoll();
    }
    if (target.matches("[data-poll-hours]")) set("poll", { ...copied("poll"), hours: Number(target.value) });
    if (target.matches("[data-poll-multiple]")) set("poll", { ...copied("poll"), multiple: target.checked });
    if (target.matches("[data-upload=media]")) {
      take(target, (use) => {
        set("media", [...copied("media"), use]);
        drawMedia();
      });
    }
    if (target.matches("[data-option]")) {
      const { network } = target.closest("[data-options]").dataset;
      const options = copied("options");
      set("options", { ...options, [network]: { ...options[network], [target.dataset.option]: target.value } });
    }
  });
}

if (form) start();
