// Files onto a record: chosen, dropped anywhere on the page, or pasted; one request each, with progress: [data-drop="/address/"].
import { fill, say } from "./texts.js";

const MEGABYTE = 1_000_000;
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

function send(target, file) {
  const shown = line(target, file);
  if (file.size > Number(target.dataset.limit) * MEGABYTE) return Promise.resolve(failed(shown, target.dataset.tooLarge, file));
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", target.dataset.drop);
    request.setRequestHeader("X-CSRFToken", document.body.dataset.csrf);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => { shown.bar.value = event.loaded; });
    request.addEventListener("loadend", () => {
      const isGood = request.status === 200;
      if (isGood) shown.row.remove();
      else failed(shown, request.status === 413 ? target.dataset.tooLarge : target.dataset.failed, file);
      const toast = isGood && new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".f-toast");
      if (toast) document.getElementById("toasts").replaceChildren(toast);
      resolve();
    });
    const body = new FormData();
    body.append("file", file);
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
  const form = event.target.closest?.("form[data-upload]");
  if (!form) return;
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
