// A chat rings (F157-F163): two soft tones every 4 s while I am online, "(1)" in the title, until all are quiet.
// The pill itself comes with the status fragment, which is fetched on the same events.
import { say } from "./texts.js";

const EVERY_MS = 4_000;
const TONES_HZ = [660, 880];
const TONE_S = 0.35;
const LOUDNESS = 0.08;
const status = () => document.getElementById("status");
const title = document.title.replace(/^\(\d+\) /, "");
const ringing = new Set();
let audio = null;
let timer = 0;
let mine = false;

function tones() {
  if (status()?.dataset.state !== "online" || !mine || audio?.state !== "running") return;
  try {
    TONES_HZ.forEach((hertz, index) => tone(hertz, audio.currentTime + index * TONE_S));
  } catch { /* no sound device: the pill still blinks */ }
}

function tone(hertz, at) {
  const source = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S);
  source.connect(loudness).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_S);
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

// Browsers let a page sound only after the first touch; of several tabs only one sounds, and the next when that one closes.
function wake() {
  for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, wake, true);
  audio = "AudioContext" in window ? new AudioContext() : null;
  audio?.resume();
  if (!navigator.locks) mine = true;
  else navigator.locks.request("foyer.sound", () => new Promise(() => { mine = true; }));
}

for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wake, true);
follow();
