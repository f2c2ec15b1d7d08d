// The calendar drawn by FullCalendar: #calendar, with what it needs in the JSON script #calendar-data. Content is built
// as nodes: no HTML strings, no inline style. Times are wall times of the brand, so the calendar runs in «UTC».
// calendar_acts.js moves and changes posts, calendar_keys.js is the keyboard; they speak by events:
//   "cm:cal-move"    {post, day, at, seen, copy, revert}   a post was dragged
//   "cm:cal-changed" posts are to be fetched anew

const VIEWS = { month: "dayGridMonth", week: "timeGridWeek", day: "timeGridDay", list: "listWeek" };
const PHONE = matchMedia("(max-width: 767px)");
const SVG = "http://www.w3.org/2000/svg";
let calendar;

/** Where the sprite lies: as some icon of the page says. */
const sprite = () => document.querySelector("svg.icon > use").getAttribute("href").split("#")[0];

/**
 * An element with a class and text.
 * @param {string} tag
 * @param {string} css
 * @param {string} [text]
 */
function node(tag, css, text) {
  const made = document.createElement(tag);
  made.className = css;
  if (text) made.textContent = text;
  return made;
}

/** An icon of the sprite; with a label it is a picture. */
function icon(name, css, label) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", css);
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${sprite()}#i-${name}`);
  svg.append(use);
  return svg;
}

/** The inside of a post's chip. */
function chip({ event, view }) {
  const { extendedProps: post } = event;
  if (post.more) return { domNodes: [node("span", "ev-more", event.title)] };
  if (event.display === "background") return { domNodes: [node("span", "fc-event-title", event.title)] };
  const list = view.type.startsWith("list");
  const box = node("div", `ev ev-${post.state}${post.brand ? " ev-brand" : ""}`);
  if (post.brand) colour(box, post.brand);
  const nets = node("span", "ev-nets");
  for (const [key, , glyph] of post.networks) nets.append(icon(glyph, `net net-${key}`));
  const tail = node("span", list ? `state${post.tone ? ` state-${post.tone}` : ""}` : "ev-tail");
  if (list) tail.append(icon(post.icon, "icon"), post.word);
  else tail.append(icon(post.icon, `icon icon-s ev-tone-${post.tone}`));
  const line = node("span", "ev-line");
  line.append(node("span", "ev-words", event.title));
  if (post.repeats) line.append(icon("repeat", "icon icon-s"));
  if (post.falls) line.append(icon("plug-connected-x", "icon icon-s ev-falls", post.falls));
  if (post.caught) line.append(icon("hand-stop", "icon icon-s ev-caught", post.caught));
  if (post.thumb) line.append(Object.assign(node("img", "ev-thumb"), { src: post.thumb, alt: "", loading: "lazy" }));
  box.append(nets, node("time", "", post.time), line, tail);
  if (post.brandName) box.append(node("span", "ev-of", post.brandName));
  return { domNodes: [box] };
}

/** The tick of a line. */
function tick(event) {
  const box = Object.assign(node("input", "form-check-input"), { type: "checkbox" });
  box.dataset.calTick = event.id;
  box.setAttribute("aria-label", event.title);
  return box;
}

/** Give `element` the colours of a brand, by CSSOM: no style attribute is written. */
function colour(element, brand) {
  const shades = data().colours?.[brand];
  if (!shades) return;
  element.style.setProperty("--brand-l", shades[0]);
  element.style.setProperty("--brand-d", shades[1]);
}

/** What calendar_acts.js and calendar_keys.js read off a post. */
function mounted({ event, el }) {
  const { extendedProps: post } = event;
  if (event.display === "background") return;
  const link = el.matches("tr") ? (el.querySelector("a") ?? el) : el;
  link.setAttribute("aria-label", post.label);
  link.setAttribute("title", post.label);
  if (el.matches("tr")) {
    el.querySelector(".fc-list-event-title a")?.setAttribute("href", post.url);
    if (link === el) el.tabIndex = 0;
    if (!post.more && document.getElementById("calendar-bulk")) {
      const cell = el.querySelector(".fc-list-event-graphic");
      cell.removeAttribute("aria-hidden"); // FullCalendar draws a dot there, which says nothing
      cell.replaceChildren(tick(event));
    }
  }
  Object.assign(el.dataset, { url: post.url ?? "", item: "" });
  if (post.more) return;
  const [day, at] = event.startStr.split("T");
  Object.assign(el.dataset, { post: event.id, version: post.version, day, at: at.slice(0, 5), words: post.label });
  if (post.movable) el.dataset.movable = "";
  Object.assign(el.dataset, { move: post.move, act: post.act, of: post.brandName });
}

/** The name of a public holiday beside its day. */
function named(cell, date) {
  const name = data().holidays?.[date.toISOString().slice(0, 10)];
  if (!name) return;
  const said = Object.assign(node("span", "day-name", name), { title: name });
  (cell.querySelector(".fc-daygrid-day-top, .fc-list-day-cushion, .fc-scrollgrid-sync-inner") ?? cell).append(said);
}

/** @returns {Record<string, any>} */
function data() {
  return JSON.parse(document.getElementById("calendar-data")?.textContent ?? "{}");
}

const wall = (date) => date.toISOString().slice(0, 16).split("T");

/** A post was dragged to another time; with Alt a copy of it was. */
function dropped({ event, oldEvent, revert, jsEvent }) {
  let [day, at] = wall(event.start);
  if (calendar.view.type === "dayGridMonth") at = wall(oldEvent.start)[1];
  const detail = { post: event.id, day, at, seen: event.extendedProps.version, copy: jsEvent.altKey, revert, move: event.extendedProps.move };
  document.dispatchEvent(new CustomEvent("cm:cal-move", { detail }));
}

/** A draft without a day was dragged into the calendar. */
function received({ date, draggedEl, view }) {
  const [day, at] = wall(date);
  const detail = { post: draggedEl.dataset.post, day, at: view.type === "dayGridMonth" ? "09:00" : at, seen: draggedEl.dataset.version };
  document.dispatchEvent(new CustomEvent("cm:cal-move", { detail }));
}

function draw() {
  calendar?.destroy();
  calendar = undefined;
  const place = document.getElementById("calendar");
  const given = data();
  if (!place || !given.events) return;
  if (PHONE.matches && (given.view === "month" || given.view === "week")) {
    toList(given);
    return;
  }
  const language = document.documentElement.lang;
  calendar = new FullCalendar.Calendar(place, {
    timeZone: "UTC",
    locale: language,
    firstDay: 1,
    initialView: VIEWS[given.view],
    initialDate: given.day,
    now: given.now,
    nowIndicator: true,
    headerToolbar: false,
    height: PHONE.matches ? "auto" : "100%",
    expandRows: true,
    fixedWeekCount: false,
    allDaySlot: false,
    slotDuration: "01:00:00",
    snapDuration: "00:15:00",
    scrollTime: "07:00:00",
    defaultTimedEventDuration: "01:30:00",
    displayEventEnd: false,
    slotEventOverlap: false,
    eventDurationEditable: false,
    editable: Boolean(given.moves),
    droppable: Boolean(given.moves),
    dragScroll: true,
    eventOrder: "start,id",
    dayHeaderFormat: given.view === "month" ? { weekday: "long" } : { weekday: "short", day: "numeric" },
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    listDayFormat: { weekday: "long", day: "numeric", month: "long" },
    listDaySideFormat: false,
    noEventsContent: "",
    events: (_span, found, failed) => fetchPosts(given.events).then(found, failed),
    eventContent: chip,
    eventDidMount: mounted,
    dayCellDidMount: ({ el, date }) => {
      el.tabIndex = -1;
      if (given.view === "month") named(el, date);
    },
    dayHeaderDidMount: ({ el, date }) => given.view !== "month" && named(el, date),
    eventClick: clicked,
    eventDrop: dropped,
    drop: received,
  });
  calendar.render();
  document.dispatchEvent(new CustomEvent("cm:cal-drawn"));
  const drafts = document.getElementById("calendar-undated");
  if (drafts && given.moves) new FullCalendar.Draggable(drafts, { itemSelector: "[data-drag]", eventData: { create: false } });
  for (const dot of document.querySelectorAll("[data-brand-colour]")) colour(dot, dot.dataset.brandColour);
}

/** On a phone the month and the week are read as a list. */
function toList(given) {
  const page = new URL(location.href);
  page.search = given.listQuery;
  htmx.ajax("GET", page.pathname + page.search, { target: "#calendar-page", swap: "innerHTML" });
  history.replaceState(null, "", page);
}

async function fetchPosts(address) {
  const place = document.getElementById("calendar");
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    document.dispatchEvent(new CustomEvent("cm:cal-failed"));
    throw new Error(`status ${answer.status}`);
  }
  const { events } = await answer.json();
  place.removeAttribute("aria-busy");
  const none = document.getElementById("calendar-none");
  if (none) none.hidden = events.some((event) => event.display !== "background");
  return events;
}

/** A click opens the post; with Ctrl or Shift it chooses it. */
function clicked({ el, jsEvent }) {
  if (jsEvent.target.closest("[data-cal-tick]")) return;
  jsEvent.preventDefault();
  if (jsEvent.ctrlKey || jsEvent.metaKey || jsEvent.shiftKey) {
    if (el.dataset.post) document.dispatchEvent(new CustomEvent("cm:cal-pick", { detail: { element: el } }));
  } else if (el.dataset.url) location.assign(el.dataset.url);
}

document.addEventListener("cm:cal-changed", () => calendar?.refetchEvents());
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "calendar-page" && draw());
document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());
addEventListener("beforeprint", () => calendar?.setOption("height", "auto"));
addEventListener("afterprint", () => calendar?.setOption("height", PHONE.matches ? "auto" : "100%"));
draw();
