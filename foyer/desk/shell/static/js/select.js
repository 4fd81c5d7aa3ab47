// Choosing rows: a tick, Shift for a range, x on a row; while any is chosen the bar stands above the foot.
let last = null;
const ticks = () => [...document.querySelectorAll("[data-tick]")];

function show() {
  const all = ticks();
  const chosen = all.filter((tick) => tick.checked);
  const bar = document.querySelector("[data-mass]");
  if (!bar) return;
  bar.hidden = !chosen.length;
  bar.querySelector("[data-chosen]").textContent = chosen.length;
  for (const tick of all) tick.closest("tr").classList.toggle("sel", tick.checked);
  const every = document.querySelector("[data-tick-all]");
  if (every) [every.checked, every.indeterminate] = [chosen.length === all.length, chosen.length > 0 && chosen.length < all.length];
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
  if (event.target.closest("[data-tick-all]")) {
    for (const each of ticks()) each.checked = event.target.checked;
    show();
  }
  if (event.target.closest("[data-unselect]")) {
    for (const each of ticks()) each.checked = false;
    show();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  const tick = event.target.closest("[data-row]")?.querySelector("[data-tick]");
  if (!tick) return;
  tick.checked = !tick.checked;
  if (event.shiftKey && last) range(tick);
  last = tick;
  show();
});

document.addEventListener("htmx:afterSettle", show);
document.addEventListener("pageshow", show);
