// Files on their way to the brand: chosen, dropped or pasted into a form[data-upload], sent one by one with their
// progress, two at the same time. What was taken is told by the event "cm:uploaded" on the form, with detail.files as
// the server describes them. What was not taken says why in its row, and stays there until somebody closes it.

const AT_ONCE = 2;
const ENDED = 4;
/** @type {Array<() => void>} */
const queue = [];
let running = 0;

/** Begin what waits, as far as there is room. */
function next() {
  while (running < AT_ONCE && queue.length) {
    running += 1;
    queue.shift()();
  }
}

/**
 * A row of the list for one file.
 * @param {HTMLFormElement} form
 * @param {File} file
 */
function rowFor(form, file) {
  const row = form.querySelector("[data-upload-row]").content.firstElementChild.cloneNode(true);
  row.querySelector(".upload-name").textContent = file.name;
  row.querySelector("progress").setAttribute("aria-label", file.name);
  form.querySelector("[data-upload-list]").append(row);
  return row;
}

/**
 * Say in a row why its file was not taken.
 * @param {HTMLElement} row
 * @param {string} words
 */
function refuse(row, words) {
  row.classList.add("bad");
  row.querySelector(".upload-words").textContent = words;
}

/**
 * Send one file and follow it.
 * @param {HTMLFormElement} form
 * @param {File} file
 */
function send(form, file) {
  const row = rowFor(form, file);
  const kind = file.type.startsWith("video/") ? "video" : "image";
  const most = Number(form.dataset[kind === "video" ? "uploadVideo" : "uploadImage"]);
  row.querySelector("[data-upload-stop]").addEventListener("click", () => row.remove());
  if (file.size > most) {
    refuse(row, form.dataset[kind === "video" ? "uploadLargeVideo" : "uploadLargeImage"]);
    return;
  }
  const request = new XMLHttpRequest();
  row.querySelector("[data-upload-stop]").addEventListener("click", () => request.abort());
  const bar = row.querySelector("progress");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    row.querySelector(".upload-words").textContent = form.dataset.uploadWorking;
  });
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
    if (request.readyState === ENDED) finish(form, row, request);
  });
  queue.push(() => {
    if (!row.isConnected) {
      running -= 1; // somebody took it out while it waited
      return;
    }
    const body = new FormData(form);
    body.delete("file");
    body.append("file", file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(body);
  });
}

/**
 * Read what the server said of one file.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} row
 * @param {XMLHttpRequest} request
 */
function finish(form, row, request) {
  const files = request.response?.files ?? [];
  const taken = files.filter((one) => one.id);
  if (!files.length) refuse(row, form.dataset.uploadLost);
  else if (files[0].error) refuse(row, files[0].error);
  else row.remove();
  if (taken.length) form.dispatchEvent(new CustomEvent("cm:uploaded", { bubbles: true, detail: { files: taken } }));
}

/**
 * @param {HTMLFormElement} form
 * @param {Iterable<File>} files
 */
function take(form, files) {
  for (const file of files) send(form, file);
  next();
}

document.addEventListener("change", (event) => {
  const form = event.target.matches?.("[data-upload-input]") && event.target.closest("[data-upload]");
  if (!form) return;
  take(form, [...event.target.files]);
  event.target.value = "";
});

// Dropped anywhere on the page, for a browser would open what is dropped beside the field.
const only = () => document.querySelector("[data-upload]");
const near = (event) => event.target.closest?.("[data-upload]") ?? only();
const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || !near(event)) return;
  event.preventDefault();
  near(event).querySelector("[data-upload-drop]").classList.add("over");
});
for (const name of ["dragleave", "drop", "dragend"]) {
  document.addEventListener(name, (event) => {
    if (name === "dragleave" && event.relatedTarget) return;
    for (const drop of document.querySelectorAll("[data-upload-drop].over")) drop.classList.remove("over");
  });
}
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event) || !near(event)) return;
  event.preventDefault();
  take(near(event), [...event.dataTransfer.files]);
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length || !near(event)) return;
  event.preventDefault();
  take(near(event), files);
});
