// Panes that share one place when it is narrow: [data-pane="known"] sets data-show="known" on the nearest [data-panes]; again takes it off.
function show(panes, name) {
  if (name) panes.dataset.show = name;
  else delete panes.dataset.show;
  for (const button of panes.ownerDocument.querySelectorAll("[data-pane]")) {
    button.classList.toggle("on", button.dataset.pane === (panes.dataset.show || panes.dataset.panes));
    button.setAttribute("aria-expanded", String(button.dataset.pane === panes.dataset.show));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pane]");
  const panes = button && (button.closest("[data-panes]") || document.querySelector("[data-panes]"));
  if (panes) show(panes, panes.dataset.show === button.dataset.pane && !button.closest(".f-tabs") ? "" : button.dataset.pane);
});

document.addEventListener("keydown", (event) => {
  const open = document.querySelector("[data-panes][data-show]");
  if (event.key === "Escape" && open && innerWidth < 1100 && !event.target.matches("input, textarea")) show(open, "");
});
