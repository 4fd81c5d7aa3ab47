// Panes that share one place when it is narrow: [data-pane="known"] sets data-show="known" on the nearest [data-panes]; again takes it off.
const WIDE_PX = 1100;
const PHONE_PX = 760;

function show(panes, name) {
  if (name) panes.dataset.show = name;
  else delete panes.dataset.show;
  for (const button of panes.ownerDocument.querySelectorAll("[data-pane]")) {
    button.classList.toggle("on", button.dataset.pane === (panes.dataset.show || panes.dataset.panes));
    button.setAttribute("aria-expanded", String(button.dataset.pane === panes.dataset.show));
  }
}

const drawer = () => document.querySelector("[data-panes][data-show]");
const isDrawer = () => innerWidth >= PHONE_PX && innerWidth < WIDE_PX;

document.addEventListener("click", (event) => {
  const open = drawer();
  if (open && isDrawer() && !event.target.closest(".f-crm, .f-side.r, [data-pane], dialog")) show(open, "");
  const button = event.target.closest("[data-pane]");
  const panes = button && (button.closest("[data-panes]") || document.querySelector("[data-panes]"));
  if (panes) show(panes, panes.dataset.show === button.dataset.pane && !button.closest(".f-tabs") ? "" : button.dataset.pane);
});

document.addEventListener("keydown", (event) => {
  const open = drawer();
  if (event.key === "Escape" && open && innerWidth < WIDE_PX && !event.target.matches("input, textarea")) show(open, "");
});

// Where the settings are one row, the chosen one is in sight.
document.querySelector(".f-setnav .on")?.scrollIntoView({ inline: "center", block: "nearest" });
