// Relative times grow old with the page: <time data-ago> is written anew every minute, by the rules of core.formats.ago.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const language = document.documentElement.lang;
const words = new Intl.RelativeTimeFormat(language === "en" ? "en-GB" : language, { style: "short", numeric: "always" });

/** @param {HTMLTimeElement} time */
function rewrite(time) {
  const since = new Date(time.dateTime) - Date.now();
  const [size, unit] = [[DAY, "day"], [HOUR, "hour"], [MINUTE, "minute"]].find(([size]) => Math.abs(since) >= size) ?? [];
  if (!unit || Math.abs(since) >= 7 * DAY) return;
  time.textContent = words.format(Math.trunc(since / size), unit);
}

setInterval(() => document.querySelectorAll("time[data-ago]").forEach(rewrite), MINUTE);
