// Which part of a picture a post shows: "cm:crop-ask" on the composer (known: the file, crop, where, use) opens the
// dialog, and `use` takes "left,top,width,height", or "" for the whole. static/js/crop.js moves the frame.

const form = document.getElementById("composer");
const dialog = document.getElementById("crop");

function start() {
  const { shapes } = JSON.parse(document.getElementById("composer-config").textContent);
  const field = (name) => dialog.querySelector(`[name=${name}]`);
  const size = dialog.querySelector("[data-crop-size]");
  let asked = null;
  let accounts = () => [];

  const whole = () => ({ left: 0, top: 0, width: asked.known.width, height: asked.known.height });

  /** The largest box of a shape, in the middle; a free one stays as it is. */
  const largest = (shape) => {
    const { width, height } = whole();
    const wide = Math.max(Math.min(width, Math.floor(height * shape)), 1);
    const high = Math.max(Math.min(height, Math.floor(width / shape)), 1);
    return { left: Math.floor((width - wide) / 2), top: Math.floor((height - high) / 2), width: wide, height: high };
  };

  const show = (name, box) => {
    for (const one of dialog.querySelectorAll("[data-shape]")) one.setAttribute("aria-pressed", String(one.dataset.shape === name));
    dialog.dataset.cropRatio = String(shapes[name] || "");
    for (const [side, value] of Object.entries(box)) field(side).value = value;
    dialog.dispatchEvent(new CustomEvent("cm:crop"));
  };

  /** The shape that a box has, as far as whole pixels can tell. */
  const shapeOf = ({ width, height }) =>
    Object.keys(shapes).find((name) => shapes[name] && Math.abs(width - height * shapes[name]) <= Math.max(1, shapes[name])) ?? "free";

  form.addEventListener("cm:draw", ({ detail }) => ({ accounts } = detail));
  form.addEventListener("cm:crop-ask", ({ detail }) => {
    asked = detail;
    const { known } = asked;
    dialog.dataset.cropWidth = String(known.width);
    dialog.dataset.cropHeight = String(known.height);
    dialog.querySelector("[data-crop-picture]").src = known.preview;
    const liked = accounts(asked.where).flatMap((account) => account.shapes.map((shape) => [shape, account]));
    for (const place of dialog.querySelectorAll("[data-shape-for]")) {
      const networks = new Set(liked.filter(([shape]) => shape === place.dataset.shapeFor).map(([, { network }]) => network));
      place.replaceChildren(...[...networks].map((network) => form.querySelector(`[data-account] .net-${network}`)?.cloneNode(true)).filter(Boolean));
    }
    dialog.showModal();
    const [left, top, width, height] = asked.crop.split(",").map(Number);
    if (height) show(shapeOf({ width, height }), { left, top, width, height });
    else {
      const name = shapes[asked.crop] ? asked.crop : (liked[0]?.[0] ?? "free");
      show(name, shapes[name] ? largest(shapes[name]) : whole());
    }
    dialog.querySelector("[data-crop-frame]").focus();
  });
  dialog.addEventListener("cm:cropped", ({ detail: { width, height } }) => {
    size.textContent = `${width} × ${height} px`;
  });
  dialog.addEventListener("click", ({ target }) => {
    const shape = target.closest("[data-shape]")?.dataset.shape;
    if (shape) show(shape, shapes[shape] ? largest(shapes[shape]) : whole());
    const used = target.closest("[data-crop-use]");
    if (!used && !target.closest("[data-crop-whole]")) return;
    const box = ["left", "top", "width", "height"].map((side) => Number(field(side).value));
    const all = box[2] === asked.known.width && box[3] === asked.known.height;
    dialog.close();
    asked.use(used && !all ? box.join(",") : "");
  });
}

if (form) start();
