// The frame of a crop: dragged with the pointer, moved with the arrow keys, resized with + and -, in its own shape.
// What counts are the four fields in pixels; the frame shows them and writes them.

const STEP = 0.01;
const form = document.querySelector("[data-crop]");
const frame = form?.querySelector("[data-crop-frame]");
if (frame) begin();

function begin() {
  const whole = { width: Number(form.dataset.cropWidth), height: Number(form.dataset.cropHeight) };
  const field = (name) => form.elements.namedItem(name);
  const read = () => Object.fromEntries(["left", "top", "width", "height"].map((name) => [name, Number(field(name).value)]));

  /** Put the frame where the fields say. */
  function show() {
    const box = read();
    frame.style.left = `${(100 * box.left) / whole.width}%`;
    frame.style.top = `${(100 * box.top) / whole.height}%`;
    frame.style.width = `${(100 * box.width) / whole.width}%`;
    frame.style.height = `${(100 * box.height) / whole.height}%`;
  }

  /** Write a box into the fields, inside the picture. */
  function write({ left, top, width, height }) {
    field("left").value = Math.round(Math.min(Math.max(left, 0), whole.width - width));
    field("top").value = Math.round(Math.min(Math.max(top, 0), whole.height - height));
    field("width").value = width;
    field("height").value = height;
    show();
  }

  /** Make it larger or smaller around its middle. */
  function resize(factor) {
    const box = read();
    const most = Math.min(whole.width / box.width, whole.height / box.height);
    const scale = Math.min(Math.max(factor, 32 / Math.min(box.width, box.height)), most);
    const width = Math.floor(box.width * scale);
    const height = Math.min(Math.round((width * box.height) / box.width), whole.height);
    write({ left: box.left + (box.width - width) / 2, top: box.top + (box.height - height) / 2, width, height });
  }

  frame.addEventListener("pointerdown", (event) => {
    const from = read();
    const stage = frame.parentElement.getBoundingClientRect();
    frame.setPointerCapture(event.pointerId);
    const move = (moved) =>
      write({
        ...from,
        left: from.left + ((moved.clientX - event.clientX) * whole.width) / stage.width,
        top: from.top + ((moved.clientY - event.clientY) * whole.height) / stage.height,
      });
    frame.addEventListener("pointermove", move);
    frame.addEventListener("pointerup", () => frame.removeEventListener("pointermove", move), { once: true });
  });
  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    resize(event.deltaY < 0 ? 1.05 : 1 / 1.05);
  });
  frame.addEventListener("keydown", (event) => {
    const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (x || y) {
      const box = read();
      write({ ...box, left: box.left + x * Math.max(whole.width * STEP, 1), top: box.top + y * Math.max(whole.height * STEP, 1) });
    } else if ("+-".includes(event.key)) resize(event.key === "+" ? 1.05 : 1 / 1.05);
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", show);
  show();
}
