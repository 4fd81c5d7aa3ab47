// Menus are <details data-menu>: open without script; here they close outside and by Esc, and go by arrow keys.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
const items = (menu) => [...menu.querySelectorAll(".f-menu :is(a, button):not(:disabled)")].filter((item) => item.checkVisibility());

function close(menu, focus = false) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function step(menu, by) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  all.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % all.length)?.focus();
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    const inside = menu.contains(event.target);
    if (!inside || event.target.closest(".f-menu :is(a, button)")) setTimeout(close, 0, menu);
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]");
  if (event.key === "Escape") {
    const last = [...openMenus()].at(-1);
    if (!last) return;
    event.stopImmediatePropagation();
    return close(last, true);
  }
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  menu.open = true;
  if (event.key === "Home") return items(menu)[0]?.focus();
  if (event.key === "End") return items(menu).at(-1)?.focus();
  step(menu, event.key === "ArrowDown" ? 1 : -1);
});

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
});

/** Where what holds the menu cuts it off. */
function edge(menu) {
  let place = menu.parentElement;
  while (place && getComputedStyle(place).overflowX === "visible") place = place.parentElement;
  return place ? Math.max(0, place.getBoundingClientRect().left) : 0;
}

// A menu at the edge of a phone or of a board opens towards the middle.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.open || !menu.matches?.("details[data-menu]")) return;
  const box = menu.querySelector(".f-menu").getBoundingClientRect();
  if (box.left < edge(menu)) menu.classList.add("start");
  if (box.right > innerWidth) menu.classList.remove("start");
}, true);
