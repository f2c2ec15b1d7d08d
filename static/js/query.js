// A query that is being written (textarea[data-query]): examples and exclusions put into it by a click, and the mark
// under what cannot be understood. What it finds is fetched by htmx while one types; "cm:typed" says that we have typed.

const field = document.querySelector("[data-query]");
const mirror = document.querySelector("[data-query-mirror]");
const said = document.getElementById("query-said");

// The server counts characters, JavaScript halves of some of them.
const units = (text, characters) => [...text].slice(0, characters).join("").length;

const mistake = () => {
  const place = said.querySelector("[data-mistake]")?.dataset.mistake.split(",").map(Number);
  return place && Number.isFinite(place[0]) && place[1] ? place : null;
};

// The last character is a space of no width, so that a line that has just begun has its height.
const draw = (place) => {
  const text = field.value;
  const [from, to] = place ? [units(text, place[0]), units(text, place[0] + place[1])] : [text.length, text.length];
  const mark = document.createElement("mark");
  mark.textContent = text.slice(from, to) || " ";
  mirror.replaceChildren(text.slice(0, from), ...(place ? [mark] : []), text.slice(to), "\u200b");
  field.setAttribute("aria-invalid", String(Boolean(place)));
  field.closest(".field").classList.toggle("field-bad", Boolean(place));
};

const typed = () => {
  draw(null);
  field.dispatchEvent(new CustomEvent("cm:typed", { bubbles: true }));
};

const put = (text) => {
  field.focus();
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const left = before && !/[\s(]$/.test(before) ? " " : "";
  const right = after && !/^[\s)]/.test(after) ? " " : "";
  field.setRangeText(left + text + right, field.selectionStart, field.selectionEnd, "end");
  typed();
};

// a OR b -c would exclude from b alone.
const hasAlternatives = (text) => {
  let depth = 0;
  for (const part of text.match(/"[^"]*"?|[()]|[^\s()"]+/g) ?? []) {
    if (part === "(") depth += 1;
    else if (part === ")") depth -= 1;
    else if (part === "OR" && depth === 0) return true;
  }
  return false;
};

const exclude = (text) => {
  const query = field.value.trim();
  if (query.includes(text)) return;
  field.value = `${hasAlternatives(query) ? `(${query})` : query} ${text}`.trim();
  field.focus();
  typed();
};

const excludeTyped = () => {
  const input = document.querySelector("[data-homonym]");
  const words = input.value.match(/"[^"]+"|[^\s,;"()*-][^\s,;"()]*/g) ?? [];
  if (words.length) exclude(words.length === 1 ? `-${words[0]}` : `-(${words.join(" OR ")})`);
  input.value = "";
};

if (field) {
  draw(mistake());
  field.addEventListener("input", () => draw(null));
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    if (event.detail.target.id === "query-said") draw(mistake());
  });
  document.addEventListener("click", ({ target }) => {
    const example = target.closest("[data-insert]");
    const exclusion = target.closest("[data-exclude]");
    if (example) put(example.dataset.insert);
    if (exclusion) exclude(exclusion.dataset.exclude);
    if (target.closest("[data-exclude-typed]")) excludeTyped();
  });
  document.querySelector("[data-homonym]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    excludeTyped();
  });
  if (matchMedia("(max-width: 767px)").matches) document.querySelector("[data-query-help]").open = false;
  if (mistake()) {
    const [position, length] = mistake();
    field.focus();
    field.setSelectionRange(units(field.value, position), units(field.value, position + length));
  }
}
