// The lists of the composer: files with their alternative texts, parts of a thread, answers of a poll, options of a
// network. Each is drawn from what "cm:draw" tells and says what has changed with "cm:set".

const form = document.getElementById("composer");

/** @param {string} id of a <template> */
const made = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function start() {
  let read = null;
  const files = {};
  const came = {};
  const set = (name, value, where) => form.dispatchEvent(new CustomEvent("cm:set", { detail: { name, value, where } }));
  const copied = (name, where) => structuredClone(read.value(name, where));

  const moved = (list, from, step) => {
    const to = from + step;
    if (to < 0 || to >= list.length) return list;
    const next = [...list];
    [next[from], next[to]] = [next[to], next[from]];
    return next;
  };

  /** Draw the uses of files that `get` gives in `place`; `put` takes them after a change. What is there may change
   * between drawing and acting (an upload ends while somebody types), so both are asked each time. */
  const drawFiles = (place, get, put) => {
    const act = (next, name, n) => {
      put(next);
      drawFiles(place, get, put);
      place.children[Math.min(Math.max(n, 0), next.length - 1)]?.querySelector(`[data-file-${name}]`)?.focus();
    };
    place.replaceChildren(
      ...get().map((use, n) => {
        const row = made("file-row");
        const known = files[use.file];
        if (known) row.querySelector("img").src = use.crop ? `${known.cropped}?${new URLSearchParams({ ratio: use.crop })}` : known.thumb;
        const crop = row.querySelector("[data-file-crop]");
        crop.hidden = known?.kind !== "image";
        crop.classList.toggle("on", Boolean(use.crop));
        const cut = (part) => act(get().map((one, other) => (other === n ? { ...one, crop: part } : one)), "crop", n);
        crop.onclick = () => {
          const detail = { known, crop: use.crop ?? "", where: read.tab, use: cut };
          form.dispatchEvent(new CustomEvent("cm:crop-ask", { detail }));
        };
        row.querySelector("[data-file-name]").textContent = known?.name ?? "";
        const alt = row.querySelector("[data-file-alt]");
        alt.value = use.alt ?? "";
        alt.addEventListener("input", () => put(get().map((one, other) => (other === n ? { ...one, alt: alt.value } : one))));
        row.querySelector("[data-file-earlier]").onclick = () => act(moved(get(), n, -1), "earlier", n - 1);
        row.querySelector("[data-file-later]").onclick = () => act(moved(get(), n, 1), "later", n + 1);
        row.querySelector("[data-file-remove]").onclick = () => act(get().filter((_use, other) => other !== n), "remove", n);
        return row;
      }),
    );
  };

  const drawMedia = () => {
    const box = form.querySelector("[data-files=media]");
    box.closest("[data-upload]").dataset.uploadPlace = JSON.stringify({ where: read.tab });
    drawFiles(box, () => copied("media"), (uses) => set("media", uses));
  };

  /** The files of part `n` of the thread alone: who writes in it keeps the caret. */
  const drawPartFiles = (n) => {
    const box = form.querySelectorAll("[data-part-files]")[n];
    box.closest("[data-upload]").dataset.uploadPlace = JSON.stringify({ where: read.tab, part: n });
    drawFiles(box, () => copied("thread")[n].media ?? [], (media) => setPart(n, { media }));
  };

  const setPart = (n, more, where) =>
    set("thread", copied("thread", where).map((part, other) => (other === n ? { ...part, ...more } : part)), where);

  const drawThread = () => {
    const list = form.querySelector("[data-thread]");
    const write = (next) => {
      set("thread", next);
      drawThread();
    };
    list.replaceChildren(
      ...copied("thread").map((part, n) => {
        const row = made("part-row");
        const area = row.querySelector("textarea");
        area.value = part.text ?? "";
        area.setAttribute("aria-label", read.words.part.replace("%(n)s", String(n + 2)));
        area.addEventListener("input", () => setPart(n, { text: area.value }));
        row.querySelector("[data-part-up]").onclick = () => write(moved(copied("thread"), n, -1));
        row.querySelector("[data-part-down]").onclick = () => write(moved(copied("thread"), n, 1));
        row.querySelector("[data-part-remove]").onclick = () => write(copied("thread").filter((_part, other) => other !== n));
        return row;
      }),
    );
    list.querySelectorAll("[data-part-files]").forEach((_box, n) => drawPartFiles(n));
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

  /** `uses` with what has come, in the order in which it was given: the second may be here before the first. */
  const joined = (uses, more, order) => {
    for (const { file } of more) came[file] = order;
    const later = uses.findIndex(({ file }) => came[file] > order);
    return uses.toSpliced(later < 0 ? uses.length : later, 0, ...more);
  };

  // What was taken goes where it was dropped, whatever is in sight by then.
  form.addEventListener("cm:uploaded", ({ detail }) => {
    for (const one of detail.files) files[one.id] = one;
    const uses = detail.files.map((one) => ({ file: one.id, alt: one.alt ?? "", crop: "" }));
    const { where, part } = JSON.parse(detail.place);
    const there = copied("thread", where)[part];
    if (there) setPart(part, { media: joined(there.media ?? [], uses, detail.order) }, where);
    else set("media", joined(copied("media", where), uses, detail.order), where);
    if (where !== read.tab) return;
    if (there) drawPartFiles(part);
    else drawMedia();
  });
  form.addEventListener("cm:uploading", ({ target, detail: { file, warn } }) => {
    if (!file.type.startsWith("video/")) return;
    const { where } = JSON.parse(target.dataset.uploadPlace);
    const there = read.accounts(where).filter(({ videoBytes }) => videoBytes !== null && videoBytes < file.size);
    if (there.length) warn(there.map(({ videoTooLarge }) => videoTooLarge).join(" "));
  });
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
    if (target.matches("[data-option]")) {
      const { network } = target.closest("[data-options]").dataset;
      const options = copied("options");
      set("options", { ...options, [network]: { ...options[network], [target.dataset.option]: target.value } });
    }
  });
}

if (form) start();
