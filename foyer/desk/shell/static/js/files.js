// Files onto a record or into a chat: chosen, dropped anywhere on the page, or pasted; one request each, with progress:
// [data-drop="/address/"]. A request that got lost is sent again with the same id, so that the file arrives once (R11).
import { fill, say } from "./texts.js";

const MEGABYTE = 1_000_000;
const AGAIN_MS = 3_000;
const TRIES = 4;
const REFUSED = [409, 422];
const place = () => document.querySelector("[data-drop]");
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function line(target, file) {
  const row = document.createElement("div");
  row.className = "f-upload f-small";
  const name = document.createElement("span");
  name.className = "f-cut f-grow";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", file.name);
  row.append(name, bar);
  target.querySelector("[data-uploads]").append(row);
  return { row, name, bar };
}

function failed({ row, name, bar }, pattern, file) {
  bar.remove();
  row.classList.add("f-bad-t");
  name.textContent = fill(pattern, { name: file.name });
  say(name.textContent, true);
  setTimeout(() => row.remove(), 12_000);
}

async function send(target, file) {
  const shown = line(target, file);
  if (file.size > Number(target.dataset.limit) * MEGABYTE) return failed(shown, target.dataset.tooLarge, file);
  const body = new FormData();
  body.append("file", file);
  body.append("client_id", [...crypto.getRandomValues(new Uint32Array(4))].join("").slice(0, 40));
  const kind = document.querySelector("form[data-compose] [name=kind]:checked"); // an answer, or a note for colleagues
  if (kind) body.append("kind", kind.value);
  let request = await post(target.dataset.drop, body, shown);
  for (let tries = 1; request.status === 0 && tries < TRIES; tries++) {
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    request = await post(target.dataset.drop, body, shown);
  }
  if (request.status !== 200) return failed(shown, reason(target, request), file);
  shown.row.remove();
  const toast = new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".f-toast");
  if (toast) document.getElementById("toasts").replaceChildren(toast);
}

function reason(target, request) {
  if (REFUSED.includes(request.status) && request.responseText) return request.responseText;
  return request.status === 413 ? target.dataset.tooLarge : target.dataset.failed;
}

function post(url, body, { bar }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", document.body.dataset.csrf);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
    request.addEventListener("loadend", () => resolve(request));
    request.send(body);
  });
}

async function all(files) {
  const target = place();
  if (!target) return;
  for (const file of files) await send(target, file);
  document.dispatchEvent(new CustomEvent("foyer:files"));
}

document.addEventListener("change", (event) => {
  if (!event.target.closest?.("form[data-upload], [data-attach]")) return;
  const files = [...event.target.files];
  event.target.value = "";
  all(files);
});

document.addEventListener("dragover", (event) => {
  if (!place() || !holdsFiles(event)) return;
  event.preventDefault();
  place().classList.add("over");
});
document.addEventListener("dragleave", (event) => !event.relatedTarget && place()?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  if (!place() || !holdsFiles(event)) return;
  event.preventDefault();
  place().classList.remove("over");
  all(event.dataTransfer.files);
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!place() || !files.length) return;
  event.preventDefault();
  all(files);
});
