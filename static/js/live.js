// News without reloading. An element with data-live-url, data-live-version and data-live-pass is asked after every 4 s
// while the page is in sight, by If-None-Match; an unchanged answer is a 304 without a body. When the version differs, or
// the pass is over (403), the element gets the event "cm:news": htmx then fetches the element anew from a guarded page,
// with its news, the version they were read at, and a fresh pass. Failures space the questions out.
//
// Cookies stay at home: with one, the server would look up the session and the person in the database.
// The address answers 200 with JSON {"version": "…"} and an ETag, or 304.

const EVERY = 4000;
const SLOWEST = 60000;

/** Watches one element. */
class Watch {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.wait = EVERY;
    this.timer = null;
    document.addEventListener("visibilitychange", () => this.plan(0));
    this.plan(EVERY);
  }

  /** Ask again after a while, unless nobody looks or the element is gone. */
  plan(wait) {
    clearTimeout(this.timer);
    if (document.hidden || !this.element.isConnected) return;
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    const { liveUrl, livePass, liveVersion } = this.element.dataset;
    const headers = { "X-Live-Pass": livePass, "If-None-Match": `"${liveVersion}"` };
    try {
      const answer = await fetch(liveUrl, { headers, credentials: "omit", cache: "no-store", redirect: "error" });
      if (answer.status === 200 || answer.status === 403) this.element.dispatchEvent(new CustomEvent("cm:news"));
      else if (answer.status !== 304) throw new Error(`status ${answer.status}`);
      this.wait = EVERY;
      this.state("on");
    } catch {
      this.wait = Math.min(this.wait * 2, SLOWEST);
      this.state("off");
    }
    this.plan(this.wait);
  }

  /** Say whether the page is live; the words are in the markup. */
  state(now) {
    for (const sign of this.element.querySelectorAll("[data-live-state]")) {
      sign.dataset.liveState = now;
      for (const word of sign.querySelectorAll("[data-live-word]")) word.hidden = word.dataset.liveWord !== now;
    }
  }
}

const watched = new WeakSet();
const start = () => {
  for (const element of document.querySelectorAll("[data-live-url]")) {
    if (watched.has(element)) continue;
    watched.add(element);
    new Watch(element);
  }
};

start();
document.addEventListener("htmx:afterSettle", start);
