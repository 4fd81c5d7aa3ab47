// The board by keyboard: Space lifts the card that has the focus, arrows choose a column, Space drops, Escape leaves it.
import { hold, release } from "./hand.js";

let lifted = null;
let home = null;

/** Posts the move; the answer is the board as it is then. */
export function moveTo(card, stage) {
  const query = new URL(board().getAttribute("hx-get"), location.href).search;
  globalThis.htmx.ajax("POST", `/deals/${card.dataset.card}/stage/${query}`, { target: "#board", swap: "morph", values: { stage } });
}

const board = () => document.querySelector("[data-board]");
const columns = () => [...document.querySelectorAll("[data-cards]")];

function drop() {
  lifted.classList.remove("lift");
  lifted.removeAttribute("aria-grabbed");
  release(board(), lifted.parentElement !== home, "deals");
  lifted = home = null;
}

function step(by) {
  const all = columns();
  const next = all[all.indexOf(lifted.parentElement) + by];
  if (!next) return;
  next.prepend(lifted);
  lifted.focus();
  document.getElementById("say-now").textContent = next.closest("section").getAttribute("aria-label");
}

function settle() {
  const card = lifted;
  const moved = card.parentElement !== home;
  drop();
  if (moved) moveTo(card, card.parentElement.dataset.cards);
}

function leave() {
  const card = lifted;
  home.prepend(card);
  drop();
  card.focus();
}

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-movable]");
  if (!card || event.target !== card) return;
  const acts = { " ": () => (lifted ? settle() : lift(card)), Escape: () => lifted && leave(), ArrowRight: () => lifted && step(1), ArrowLeft: () => lifted && step(-1) };
  if (!acts[event.key]) return;
  if (event.key === " " || lifted) event.preventDefault();
  acts[event.key]();
});

function lift(card) {
  [lifted, home] = [card, card.parentElement];
  hold(board());
  card.classList.add("lift");
  card.setAttribute("aria-grabbed", "true");
}
