// The keyboard in the calendar: the arrows go from post to post and from day to day, Enter opens what has the focus, N
// writes a post for its day (data-cal-new), M moves the post (calendar_acts.js).

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The days that are drawn, in order, each with its posts from top to bottom. */
function days() {
  const cells = [...document.querySelectorAll("#calendar td[data-date]")].filter((cell) => cell.offsetParent);
  return cells.map((cell) => ({ cell, posts: [...cell.querySelectorAll("[data-item]")].sort((a, b) => top(a) - top(b)) }));
}

const top = (element) => element.getBoundingClientRect().top;
const lines = () => [...document.querySelectorAll("#calendar tr.fc-list-event")].map((line) => line.querySelector("a") ?? line);

/** Put the focus on an element and bring it into sight. */
function focus(element) {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The day before or after, at the same height where there is a post. */
function sideways(all, here, at, step) {
  const there = all[here + step];
  if (there) focus(there.posts[Math.min(at, there.posts.length - 1)] ?? there.cell);
}

/** The post above or below; past the last one the day of the next week, in a month. */
function along(all, here, at, step) {
  const next = at + step;
  const { posts, cell } = all[here];
  if (next >= 0 && next < posts.length) return focus(posts[next]);
  const week = cell.matches(".fc-daygrid-day") ? 7 : 0;
  const there = week ? all[here + step * week] : undefined;
  if (there) return focus((step > 0 ? there.posts[0] : there.posts.at(-1)) ?? there.cell);
  return undefined;
}

/** Where the focus is: the day's number and the post's, -1 for the day itself. */
function place(all) {
  const active = document.activeElement;
  const here = all.findIndex(({ cell }) => cell.contains(active));
  return [here, here < 0 ? -1 : all[here].posts.indexOf(active)];
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const inside = event.target.closest?.("#calendar");
  if (!inside || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") {
    const url = event.target.closest("[data-url]")?.dataset.url;
    if (!url || event.target.matches("input")) return;
    event.preventDefault();
    location.assign(url);
    return;
  }
  if (!step) return;
  event.preventDefault();
  const list = lines();
  if (list.length) {
    focus(list[list.indexOf(event.target) + step[1]]);
    return;
  }
  const all = days();
  const [here, at] = place(all);
  if (here < 0) return;
  if (step[0]) sideways(all, here, Math.max(at, 0), step[0]);
  else along(all, here, at, step[1]);
});

// Tab comes into the calendar at its first post; without one, at today's day or the first.
document.addEventListener("cm:cal-drawn", () => {
  const cells = [...document.querySelectorAll("#calendar td[data-date]")];
  const entry = cells.find((cell) => cell.matches(".fc-day-today")) ?? cells[0];
  for (const cell of cells) cell.tabIndex = cell === entry ? 0 : -1;
});

// «New post» on the day that has the focus.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-cal-new]");
  const day = document.activeElement?.closest?.("#calendar [data-day], #calendar [data-date]");
  if (!link || !day || link.contains(document.activeElement)) return;
  const page = new URL(link.href);
  page.searchParams.set("day", day.dataset.day ?? day.dataset.date);
  link.href = page;
}, true);
