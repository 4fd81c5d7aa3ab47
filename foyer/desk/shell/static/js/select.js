// Choosing rows: a tick, Shift for a range, x on a row, all of the page, all that match; on a phone after Select; while any is chosen the bar stands above the foot.
import { lettersAreOn } from "./letters.js";

let last = null;
const ticks = () => [...document.querySelectorAll("[data-tick]")];
const bar = () => document.querySelector("[data-mass]");
const online = () => ticks().filter((tick) => tick.closest("tr").querySelector("[data-person]:not([hidden])"));
const whole = () => bar()?.querySelector("[data-all]");

function show() {
  const all = ticks();
  const chosen = all.filter((tick) => tick.checked);
  const shown = bar();
  if (!shown) return;
  const every = chosen.length > 0 && chosen.length === all.length;
  if (!every) whole().disabled = true;
  const isWhole = !whole().disabled;
  const offer = shown.querySelector("[data-whole-place]");
  shown.hidden = !chosen.length;
  if (offer) offer.hidden = !every || isWhole;
  const here = shown.querySelector("[data-online]");
  if (here) here.hidden = isWhole || online().every((tick) => tick.checked);
  shown.querySelector("[data-chosen]").textContent = isWhole ? offer.querySelector("[data-whole]").dataset.whole : chosen.length;
  for (const tick of all) tick.closest("tr").classList.toggle("sel", tick.checked);
  const head = document.querySelector("[data-tick-all]");
  if (head) [head.checked, head.indeterminate] = [every, chosen.length > 0 && !every];
}

function set(checked) {
  for (const each of ticks()) each.checked = checked;
  whole().disabled = true;
  show();
}

// On a phone the ticks are there once somebody wants to choose: a tap on a row opens it otherwise.
function choose(on) {
  document.querySelector("[data-choose]")?.setAttribute("aria-pressed", on);
  document.querySelector("[data-select]")?.classList.toggle("choosing", on);
  if (!on) set(false);
}

function range(to) {
  const all = ticks();
  const [from, until] = [all.indexOf(last), all.indexOf(to)].sort((a, b) => a - b);
  if (from >= 0) for (const tick of all.slice(from, until + 1)) tick.checked = to.checked;
}

document.addEventListener("click", (event) => {
  const tick = event.target.closest("[data-tick]");
  if (tick) {
    if (event.shiftKey && last) range(tick);
    last = tick;
    return show();
  }
  if (event.target.closest("[data-choose]")) choose(event.target.closest("[data-choose]").getAttribute("aria-pressed") !== "true");
  if (event.target.closest("[data-tick-all]")) set(event.target.checked);
  if (event.target.closest("[data-unselect]")) choose(false);
  if (event.target.closest("[data-online]")) {
    const here = online();
    for (const each of ticks()) each.checked = here.includes(each);
    show();
  }
  if (event.target.closest("[data-whole]")) {
    whole().disabled = false;
    show();
    bar().querySelector("button[name=act]")?.focus();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "x" || !lettersAreOn() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const tick = event.target.closest("[data-row]")?.querySelector("[data-tick]");
  if (!tick) return;
  tick.checked = !tick.checked;
  if (event.shiftKey && last) range(tick);
  last = tick;
  show();
});

// A file that comes down leaves the page, and its dialog, where they are.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-then-close]")) setTimeout(() => event.target.closest("dialog")?.close());
});

document.addEventListener("foyer:dots", show);
document.addEventListener("htmx:afterSettle", show);
document.addEventListener("pageshow", show);
