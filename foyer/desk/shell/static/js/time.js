// Keeps "3 min" and waiting clocks going between two fetches.
import { text } from "./texts.js";

const TICK_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3600;

function duration(seconds) {
  if (seconds < MINUTE_S) return text("s", { s: seconds });
  if (seconds < HOUR_S) return text("min", { m: Math.floor(seconds / MINUTE_S) });
  return text("h", { h: Math.floor(seconds / HOUR_S), m: Math.floor((seconds % HOUR_S) / MINUTE_S) });
}

function write(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

function age(iso) {
  return Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 1000));
}

function tick() {
  for (const clock of document.querySelectorAll("[data-wait]")) {
    const seconds = age(clock.dataset.wait);
    const share = seconds / Number(clock.dataset.goal);
    clock.className = `f-wait ${share >= 1 ? "bad" : share >= 0.5 ? "warn" : "ok"}`;
    write(clock.lastElementChild, duration(seconds));
  }
  for (const moment of document.querySelectorAll("time[data-ago]")) {
    const seconds = age(moment.dateTime);
    if (seconds < HOUR_S) write(moment, seconds < MINUTE_S ? text("now") : duration(seconds));
  }
}

setInterval(tick, TICK_MS);
