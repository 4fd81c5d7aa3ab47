// The board by pointer: a card lifts, its place stays as a ghost, the column below shows its new sum before the drop.
import { moveTo } from "./board-keys.js";
import { hold, release } from "./hand.js";

const money = (value) => new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 }).format(value);

function showPlus(column, amount) {
  for (const other of document.querySelectorAll("[data-column]")) {
    const plus = other.querySelector("[data-plus]");
    other.classList.toggle("over", other === column);
    plus.hidden = other !== column || !amount;
    plus.textContent = `+ ${money(amount)}`;
  }
}

function arrange(board) {
  for (const cards of board.querySelectorAll("[data-cards]")) {
    if (cards.dataset.arranged) continue;
    cards.dataset.arranged = "yes";
    globalThis.Sortable.create(cards, {
      group: "deals", draggable: "[data-movable]", sort: false, delay: 180, delayOnTouchOnly: true,
      filter: "details, button", preventOnFilter: false, forceFallback: true, fallbackOnBody: true, fallbackClass: "lift", ghostClass: "ghost",
      onStart: () => hold(board),
      onMove: (event) => {
        const target = event.to.closest("[data-column]");
        const same = event.to === event.from;
        showPlus(same ? null : target, same ? 0 : Number(event.dragged.dataset.amount));
      },
      onEnd: (event) => {
        showPlus(null, 0);
        release(board, event.to !== event.from, "deals");
        if (event.to !== event.from) moveTo(event.item, event.to.dataset.cards);
      },
    });
  }
}

const start = () => {
  const board = document.querySelector("[data-board]");
  if (board && globalThis.Sortable) arrange(board);
};
start();
document.addEventListener("htmx:afterSettle", () => {
  for (const cards of document.querySelectorAll("[data-cards]")) if (!globalThis.Sortable?.get(cards)) delete cards.dataset.arranged;
  start();
});
