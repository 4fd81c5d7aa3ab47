// The columns dialog: moved by dragging or by the arrow; the order of the list is the order of the columns.
document.addEventListener("htmx:load", (event) => {
  const list = event.target.querySelector?.("[data-order]");
  if (list && globalThis.Sortable) globalThis.Sortable.create(list, { handle: ".grip", forceFallback: true });
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-up]")?.closest("li");
  if (!row?.previousElementSibling) return;
  row.previousElementSibling.before(row);
  row.querySelector("[data-up]").focus();
});
