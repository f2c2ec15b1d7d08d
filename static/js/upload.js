// Files on their way to the brand: chosen, dropped or pasted into a [data-upload], sent one by one with their progress,
// two at the same time. In the form around it a [data-upload-url] says where to, what is too large, and holds the rows.
//
// Events on the [data-upload], which bubble: "cm:uploading" (file, warn: says words beside its progress) before a file
// is sent, "cm:uploaded" (files as the server describes them, place: what data-upload-place said when it began, order:
// a number that grows with each file that was given) once it was taken. What was not taken says why in its row, and stays there until somebody closes it.

const AT_ONCE = 2;
const ENDED = 4;
/** @type {Array<() => void>} */
const queue = [];
let running = 0;
let sent = 0;

/** Begin what waits, as far as there is room. */
function next() {
  while (running < AT_ONCE && queue.length) {
    running += 1;
    queue.shift()();
  }
}

/**
 * A row of the list for one file.
 * @param {HTMLElement} holder
 * @param {File} file
 */
function rowFor(holder, file) {
  const row = holder.querySelector("[data-upload-row]").content.firstElementChild.cloneNode(true);
  row.querySelector(".upload-name").textContent = file.name;
  row.querySelector("progress").setAttribute("aria-label", file.name);
  const stop = row.querySelector("[data-upload-stop]");
  stop.setAttribute("aria-label", `${stop.getAttribute("aria-label")}: ${file.name}`);
  holder.querySelector("[data-upload-list]").append(row);
  return row;
}

/**
 * Say something in a row.
 * @param {HTMLElement} row
 * @param {string} words
 */
function say(row, words) {
  row.querySelector(".upload-words").textContent = words;
}

/**
 * Say in a row why its file was not taken.
 * @param {HTMLElement} row
 * @param {string} words
 */
function refuse(row, words) {
  row.classList.add("bad");
  say(row, words);
}

/**
 * Why a file cannot be taken, as far as that is known before it is sent; "" if it is worth sending.
 * @param {DOMStringMap} given
 * @param {File} file
 */
function hopeless(given, file) {
  const video = file.type.startsWith("video/");
  if (file.type && !video && !file.type.startsWith("image/")) return given.uploadKind;
  if (file.size > Number(video ? given.uploadVideo : given.uploadImage))
    return video ? given.uploadLargeVideo : given.uploadLargeImage;
  return file.size > Number(given.uploadRoom) ? given.uploadFull : "";
}

/**
 * Send one file and follow it.
 * @param {HTMLElement} box
 * @param {File} file
 */
function send(box, file) {
  const holder = box.closest("form");
  const given = holder.querySelector("[data-upload-url]").dataset;
  const row = rowFor(holder, file);
  const stop = row.querySelector("[data-upload-stop]");
  stop.addEventListener("click", () => row.remove());
  const why = hopeless(given, file);
  if (why) {
    refuse(row, why);
    return;
  }
  const place = box.dataset.uploadPlace ?? "";
  const order = (sent += 1);
  tell(box, holder, "cm:uploading", { file, warn: (words) => say(row, words) });
  const request = new XMLHttpRequest();
  stop.addEventListener("click", () => request.abort());
  const bar = row.querySelector("progress");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    say(row, given.uploadWorking);
  });
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
    if (request.readyState !== ENDED || !row.isConnected) return;
    const taken = finish(given, row, request);
    if (taken.length) tell(box, holder, "cm:uploaded", { files: taken, place, order });
  });
  queue.push(() => {
    if (!row.isConnected) {
      running -= 1; // somebody took it out while it waited
      return;
    }
    const body = new FormData();
    body.set("csrfmiddlewaretoken", holder.querySelector("[name=csrfmiddlewaretoken]").value);
    if (given.uploadLibrary) body.set("library", "1");
    body.set("file", file, file.name);
    request.open("POST", given.uploadUrl);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(body);
  });
}

/**
 * @param {HTMLElement} box that may be drawn anew meanwhile: then its holder hears it
 * @param {HTMLElement} holder
 * @param {string} name
 * @param {object} detail
 */
function tell(box, holder, name, detail) {
  (box.isConnected ? box : holder).dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

/**
 * Read what the server said of one file; the files that it took.
 * @param {DOMStringMap} given
 * @param {HTMLElement} row
 * @param {XMLHttpRequest} request
 */
function finish(given, row, request) {
  const files = request.response?.files ?? [];
  if (!files.length) refuse(row, given.uploadLost);
  else if (files[0].error) refuse(row, files[0].error);
  else row.remove();
  return files.filter((one) => one.id);
}

/**
 * @param {HTMLElement} box
 * @param {Iterable<File>} files
 */
function take(box, files) {
  for (const file of files) send(box, file);
  next();
}

document.addEventListener("change", (event) => {
  const box = event.target.matches?.("[data-upload-input]") && event.target.closest("[data-upload]");
  if (!box) return;
  take(box, [...event.target.files]);
  event.target.value = "";
});

// Dropped anywhere on the page, for a browser would open what is dropped beside the field.
const near = (event) => event.target.closest?.("[data-upload]") ?? document.querySelector("[data-upload]");
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || !near(event)) return;
  event.preventDefault();
  for (const other of document.querySelectorAll("[data-upload].over")) if (other !== near(event)) other.classList.remove("over");
  near(event).classList.add("over");
});
for (const name of ["dragleave", "drop", "dragend"]) {
  document.addEventListener(name, (event) => {
    if (name === "dragleave" && event.relatedTarget) return;
    for (const box of document.querySelectorAll("[data-upload].over")) box.classList.remove("over");
  });
}
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event) || !near(event)) return;
  event.preventDefault();
  take(near(event), [...event.dataTransfer.files]);
});
// What was copied from a sheet or a page is text with a picture of it: in a field the text is meant.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const text = event.clipboardData?.types.includes("text/plain") && event.target.matches?.("input, textarea");
  if (!files.length || text || !near(event)) return;
  event.preventDefault();
  take(near(event), files);
});
window.addEventListener("beforeunload", (event) => {
  if (running) event.preventDefault();
});
