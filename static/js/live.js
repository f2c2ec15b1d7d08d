// News without reloading. An element with data-live-url and data-live-version is asked after every 4 s while the page is
// in sight, by If-None-Match; an unchanged answer is a 304 without a body. When the version differs, the element gets
// the event "cm:news" with { version, count }, for htmx or for the pill "3 new". Failures space the questions out.
//
// The address answers 200 with JSON {"version": "…", "count": 3} (count: what is new since ?since=<version of the page>)
// and an ETag, or 304.

const EVERY = 4000;
const SLOWEST = 60000;

/** Watches one element. */
class Watch {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.tag = null;
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
    const url = new URL(this.element.dataset.liveUrl, location.href);
    url.searchParams.set("since", this.element.dataset.liveVersion);
    const headers = this.tag ? { "If-None-Match": this.tag } : {};
    try {
      const answer = await fetch(url, { headers, cache: "no-store", redirect: "error" });
      if (answer.status === 200) {
        this.tag = answer.headers.get("ETag");
        this.tell(await answer.json());
      } else if (answer.status !== 304) throw new Error(`status ${answer.status}`);
      this.wait = EVERY;
      this.state("on");
    } catch {
      this.wait = Math.min(this.wait * 2, SLOWEST);
      this.state("off");
    }
    this.plan(this.wait);
  }

  /** @param {{version: string, count: number}} news */
  tell({ version, count }) {
    if (String(version) === this.element.dataset.liveVersion || !count) return;
    const pill = this.element.querySelector("[data-live-news]");
    if (pill) {
      pill.hidden = false;
      pill.querySelector("[data-live-count]").textContent = count.toLocaleString(document.documentElement.lang);
    }
    this.element.dispatchEvent(new CustomEvent("cm:news", { bubbles: true, detail: { version, count } }));
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
