// Cells of a list: a click beside a link, or e or Enter on the cell, turns it into its control; leaving it saves, Esc cancels.
const edit = (cell) => globalThis.htmx.trigger(cell, "foyer:edit");

document.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell && !event.target.closest("a")) edit(cell);
});

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("[data-cell]");
  if (cell === event.target && cell && (event.key === "e" || event.key === "Enter")) {
    event.preventDefault();
    return edit(cell);
  }
  const form = event.target.closest?.("[data-cell-form]");
  if (form && event.key === "Escape") {
    event.stopPropagation();
    form.querySelector("[data-cancel]").click();
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-cell-form]");
  if (form && event.target.matches("select, input[type=date], input[type=checkbox]")) form.requestSubmit();
});

document.addEventListener("htmx:afterSwap", (event) => {
  event.detail.elt?.querySelector?.("[data-cell-form] [autofocus]")?.focus();
});
