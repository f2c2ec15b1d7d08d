// One look for every chart. A chart is a figure that the server made with plotly.py, as JSON in
// <script type="application/json" id="…-figure">, drawn into <div data-chart="…-figure">. Colours in the figure are tokens,
// "var(--neg-fill)", which plotly.py lets pass; they are resolved here, and again when the theme changes.

const ES = {
  days: ["domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"],
  shortDays: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
  months: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
  shortMonths: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
  date: "%d/%m/%Y",
};
const language = document.documentElement.lang.slice(0, 2);
const comma = language !== "en";

Plotly.register({ moduleType: "locale", name: "es", dictionary: {}, format: ES });

// light-dark() is not resolved inside a custom property, so each token is read off an element that wears it.
const probe = document.body.appendChild(document.createElement("i"));
probe.hidden = true;

/** @param {string} name a token without its dashes */
function token(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** The figure with every "var(--name)" replaced by the colour it has now. */
function coloured(value) {
  if (typeof value === "string") return value.startsWith("var(--") ? token(value.slice(6, -1)) : value;
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, coloured(part)]));
  }
  return value;
}

const axis = (own) => ({
  gridcolor: token("line"),
  zeroline: false,
  showline: false,
  ticks: "",
  automargin: true,
  fixedrange: true,
  nticks: 5,
  showspikes: false,
  ...own,
  tickfont: { color: token("ink-3"), size: 12, ...own?.tickfont },
});

/** @param {object} own what the figure says of its layout, which wins */
const layout = (own) => ({
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  margin: { l: 40, r: 8, t: 8, b: 28 },
  showlegend: false,
  separators: comma ? ",." : ".,",
  bargap: 0.28,
  hovermode: "x unified",
  dragmode: false,
  ...own,
  template: undefined,
  font: { family: "Inter, system-ui, sans-serif", size: 12, color: token("ink-2"), ...own.font },
  hoverlabel: { bgcolor: token("raised"), bordercolor: token("line"), font: { color: token("ink"), size: 12.5 }, align: "left" },
  // ticks that nobody sees keep the words below clear of the zero beside them
  xaxis: axis({ showgrid: false, nticks: 8, ...own.xaxis, ticks: "outside", ticklen: 5, tickcolor: "rgba(0,0,0,0)" }),
  yaxis: axis({ tickformat: ",d", ...own.yaxis }),
});

/**
 * Of all that stands at one place of an axis, what the pointer is on: a line within reach, else the part of the stack.
 * @param {HTMLElement} element
 */
function under(points, event, element) {
  const upright = points[0].data.orientation !== "h";
  const axis = points[0][upright ? "yaxis" : "xaxis"];
  if (points.length === 1 || !axis?.p2d) return points[0];
  const { left, top } = element.getBoundingClientRect();
  const pixel = (upright ? event.clientY - top : event.clientX - left) - axis._offset;
  const value = (point) => point[upright ? "y" : "x"];
  const line = points.find(({ data }) => data.type === "scatter");
  if (line && Math.abs(axis.d2p(value(line)) - pixel) < 8) return line;
  let sum = 0;
  const stack = points
    .filter((point) => point.data.type === "bar" && value(point) > 0)
    .sort((one, other) => one.curveNumber - other.curveNumber); // from the base up, as they were drawn
  return stack.find((point) => axis.p2d(pixel) <= (sum += value(point))) ?? stack.at(-1) ?? line;
}

/** @param {HTMLElement} element */
async function draw(element) {
  if (!element.dataset.near) return;
  const figure = coloured(JSON.parse(document.getElementById(element.dataset.chart).textContent));
  const config = { locale: language, displayModeBar: false, responsive: true, doubleClick: false, staticPlot: false };
  await Plotly.react(element, figure.data, layout(figure.layout ?? {}), config);
  if (element.dataset.drawn) return;
  element.dataset.drawn = "true";
  element.classList.remove("skel");
  // A click opens what is behind a point: its customdata is an address of this site, or a list that starts with one.
  element.on("plotly_click", ({ points, event }) => {
    const address = [under(points, event, element)?.customdata].flat()[0];
    if (typeof address === "string" && address.startsWith("/")) location.assign(address);
  });
}

// A chart is drawn when it comes near the window: a long page on a phone is there at once.
const near = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      near.unobserve(target);
      target.dataset.near = "true";
      draw(target);
    }
  },
  { rootMargin: "400px" },
);

const charts = () => document.querySelectorAll("[data-chart]");
const drawAll = () => charts().forEach((chart) => (chart.dataset.near ? draw(chart) : near.observe(chart)));

document.fonts.ready.then(drawAll);
document.addEventListener("htmx:afterSettle", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });

// The toggle of a chart card: chart or the table behind it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-chart-view]");
  if (!button) return;
  const card = button.closest(".chart-card");
  for (const other of card.querySelectorAll("[data-chart-view]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  card.querySelector("[data-chart-drawing]").hidden = button.dataset.chartView !== "chart";
  card.querySelector("[data-chart-table]").hidden = button.dataset.chartView !== "table";
  if (button.dataset.chartView === "chart") card.querySelectorAll("[data-drawn]").forEach((chart) => Plotly.Plots.resize(chart));
});
