// The frame of a crop in a [data-crop]: dragged with the pointer, at its corners resized, moved with the arrow keys,
// resized with + and - (and with Shift and the arrow keys where it may have any shape). What counts are the four fields
// in pixels; the frame shows them and writes them.
//
// data-crop-width and data-crop-height are the picture's, data-crop-ratio width by height, "" for any shape. A page that
// shows another picture or shape writes those and the fields and says "cm:crop"; what changes is told by "cm:cropped".

const STEP = 0.01;
const SMALLEST = 32;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {HTMLElement} root */
function begin(root) {
  const frame = root.querySelector("[data-crop-frame]");
  const stage = frame.parentElement;
  const field = (name) => root.querySelector(`[name=${name}]`);
  const read = () => Object.fromEntries(["left", "top", "width", "height"].map((name) => [name, Number(field(name).value)]));
  const whole = () => ({ width: Number(root.dataset.cropWidth), height: Number(root.dataset.cropHeight) });
  const ratio = () => Number(root.dataset.cropRatio) || 0;
  const within = (value, least, most) => Math.min(Math.max(value, least), Math.max(most, least));

  /** Put the frame where the fields say. */
  function show() {
    const box = read();
    const { width, height } = whole();
    frame.style.left = `${(100 * box.left) / width}%`;
    frame.style.top = `${(100 * box.top) / height}%`;
    frame.style.width = `${(100 * box.width) / width}%`;
    frame.style.height = `${(100 * box.height) / height}%`;
    root.dispatchEvent(new CustomEvent("cm:cropped", { detail: box }));
  }

  /** Write a box into the fields, inside the picture. */
  function write({ left, top, width, height }) {
    const most = whole();
    field("left").value = Math.round(within(left, 0, most.width - width));
    field("top").value = Math.round(within(top, 0, most.height - height));
    field("width").value = Math.round(width);
    field("height").value = Math.round(height);
    show();
  }

  /** Make it larger or smaller around its middle. */
  function resize(factor) {
    const box = read();
    const most = Math.min(whole().width / box.width, whole().height / box.height);
    const scale = Math.min(Math.max(factor, SMALLEST / Math.min(box.width, box.height)), most);
    const width = Math.floor(box.width * scale);
    const height = Math.min(Math.round((width * box.height) / box.width), whole().height);
    write({ left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height });
  }

  /** Make it wider and higher by so many pixels, its upper left corner held. Only where it may have any shape. */
  function stretch(x, y) {
    const box = read();
    const width = within(box.width + x, SMALLEST, whole().width - box.left);
    const height = within(box.height + y, SMALLEST, whole().height - box.top);
    write({ ...box, width, height });
  }

  /** Pull a corner ("ne": above, right) of `from` by so many pixels; the opposite one stays. */
  function pull(from, corner, x, y) {
    const [up, left] = [corner.includes("n"), corner.includes("w")];
    const room = {
      width: left ? from.left + from.width : whole().width - from.left,
      height: up ? from.top + from.height : whole().height - from.top,
    };
    let width = within(from.width + (left ? -x : x), SMALLEST, room.width);
    let height = within(from.height + (up ? -y : y), SMALLEST, room.height);
    const shape = ratio();
    if (shape) {
      width = Math.floor(Math.min(width, room.height * shape));
      height = Math.round(width / shape);
    }
    write({ left: left ? from.left + from.width - width : from.left, top: up ? from.top + from.height - height : from.top, width, height });
  }

  frame.addEventListener("pointerdown", (event) => {
    const from = read();
    const corner = event.target.dataset.cropCorner;
    const seen = stage.getBoundingClientRect();
    frame.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const x = ((moved.clientX - event.clientX) * whole().width) / seen.width;
      const y = ((moved.clientY - event.clientY) * whole().height) / seen.height;
      if (corner) pull(from, corner, x, y);
      else write({ ...from, left: from.left + x, top: from.top + y });
    };
    frame.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"])
      frame.addEventListener(end, () => frame.removeEventListener("pointermove", move), { once: true });
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      resize(event.deltaY < 0 ? 1.05 : 1 / 1.05);
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    const [x, y] = KEYS[event.key] ?? [0, 0];
    const [right, down] = [x * Math.max(whole().width * STEP, 1), y * Math.max(whole().height * STEP, 1)];
    if ((x || y) && event.shiftKey && !ratio()) stretch(right, down);
    else if (x || y) write({ ...read(), left: read().left + right, top: read().top + down });
    else if ("+-".includes(event.key)) resize(event.key === "+" ? 1.05 : 1 / 1.05);
    else return;
    event.preventDefault();
  });
  root.addEventListener("input", ({ target }) => target.matches("[type=number]") && show());
  root.addEventListener("cm:crop", show);
  if (whole().width) show();
}

document.querySelectorAll("[data-crop]").forEach((root) => root.querySelector("[data-crop-frame]") && begin(root));
