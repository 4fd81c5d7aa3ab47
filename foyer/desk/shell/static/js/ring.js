// A chat rings (F157-F163): two soft tones every 4 s while I am online, "(1)" in the title, until all are quiet.
// The pill itself comes with the status fragment, which is fetched on the same events.
import { play, wants } from "./sound.js";
import { say } from "./texts.js";

const EVERY_MS = 4_000;
const TONES_HZ = [660, 880];
const status = () => document.getElementById("status");
const title = document.title.replace(/^\(\d+\) /, "");
const ringing = new Set();
let timer = 0;

function tones() {
  if (status()?.dataset.state === "online" && wants("ring")) play(TONES_HZ);
}

function count() {
  return Math.max(ringing.size, Number(status()?.dataset.ringing || 0));
}

function follow() {
  const many = count();
  document.title = many ? `(${many}) ${title}` : title;
  if (many && !timer) {
    tones();
    timer = setInterval(tones, EVERY_MS);
  }
  if (!many) timer = clearInterval(timer) || 0;
}

document.addEventListener("foyer:ring", (event) => {
  if ("full" in (status()?.dataset ?? {})) return; // the pill says "Online, full": it rings for others
  ringing.add(event.detail.id);
  follow();
});
document.addEventListener("foyer:quiet", (event) => {
  ringing.delete(event.detail.id);
  if (!ringing.size && status()) status().dataset.ringing = "0";
  follow();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "status" && !event.target.querySelector?.("#status")) return;
  const server = Number(status()?.dataset.ringing || 0);
  if (server < ringing.size) ringing.clear();
  const pill = status()?.querySelector("[data-accept]");
  if (pill) say(pill.textContent.trim(), true);
  follow();
});

follow();
