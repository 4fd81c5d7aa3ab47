// The calendar: an activity is dragged to another day, or lifted by Space and carried by the arrow keys.
import { hold, release } from "./hand.js";

const DAYS_IN_ROW = 7;
let carried = null;
let home = null;

const calendar = () => document.getElementById("calendar");

function take(item) {
  [carried, home] = [item, item.parentElement];
  hold(calendar());
}

function letGo() {
  release(calendar(), carried.parentElement !== home, "activities");
  carried = home = null;
  over(null);
}

const days = () => [...document.querySelectorAll("[data-day]")];
const say = (words) => { document.getElementById("say-now").textContent = words; };

function moveTo(item, day) {
  globalThis.htmx.ajax("POST", `/activities/${item.dataset.activity}/time/`, { source: item, swap: "none", values: { day: day.dataset.day } });
}

function over(day) {
  for (const other of document.querySelectorAll(".f-calday.over")) other.classList.remove("over");
  day?.classList.add("over");
}

document.addEventListener("dragstart", (event) => {
  const item = event.target.closest?.("[data-activity]");
  if (!item) return;
  take(item);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", item.getAttribute("aria-label"));
  item.classList.add("ghost");
});

document.addEventListener("dragover", (event) => {
  const day = carried && event.target.closest?.("[data-day]");
  if (!day) return;
  event.preventDefault();
  over(day);
});

document.addEventListener("drop", (event) => {
  const day = carried && event.target.closest?.("[data-day]");
  if (!day) return;
  event.preventDefault();
  if (day !== home) {
    day.append(carried);
    moveTo(carried, day);
  }
});

document.addEventListener("dragend", () => {
  if (!carried) return;
  carried.classList.remove("ghost");
  letGo();
});

function lift(item) {
  take(item);
  item.classList.add("lift");
}

function put(back) {
  const item = carried;
  const day = item.closest("[data-day]");
  item.classList.remove("lift");
  if (back) home.append(item);
  else if (day !== home) moveTo(item, day);
  letGo();
  item.focus();
}

function carry(by) {
  const all = days();
  const day = all[all.indexOf(carried.closest("[data-day]")) + by];
  if (!day) return;
  day.append(carried);
  carried.focus();
  over(day);
  say(day.getAttribute("aria-label"));
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -DAYS_IN_ROW, ArrowDown: DAYS_IN_ROW };

document.addEventListener("keydown", (event) => {
  const item = event.target.closest?.("[data-activity]");
  if (!item || event.target !== item) return;
  if (event.key === " ") carried ? put(false) : lift(item);
  else if (event.key === "Enter" && !carried) item.querySelector("[data-open]").click();
  else if (carried && event.key === "Escape") put(true);
  else if (carried && STEPS[event.key]) carry(STEPS[event.key]);
  else return;
  event.preventDefault();
});
