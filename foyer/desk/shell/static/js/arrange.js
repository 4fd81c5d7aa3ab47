// Rows that are moved: by dragging their grip, by the arrow buttons, or by Alt and the arrow keys. Their order in the form is the order.
function start(root) {
  for (const list of root.querySelectorAll("[data-arrange]")) {
    if (globalThis.Sortable && !globalThis.Sortable.get(list)) globalThis.Sortable.create(list, { handle: ".grip", draggable: "li:not([data-fixed])", forceFallback: true, ghostClass: "ghost" });
  }
}

function move(row, by) {
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other || row.matches("[data-fixed]")) return;
  if (by < 0) other.before(row);
  else other.after(row);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  const row = button?.closest("[data-arrange] > li");
  if (!row) return;
  move(row, Number(button.dataset.move));
  button.focus();
});

document.addEventListener("keydown", (event) => {
  const row = event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.closest?.("[data-arrange] > li");
  if (!row) return;
  event.preventDefault();
  move(row, event.key === "ArrowUp" ? -1 : 1);
  event.target.focus();
});

start(document);
