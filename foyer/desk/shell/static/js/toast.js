// Toasts: bottom left, one at a time, 8 s, and as long as one points at them.
import { piece } from "./texts.js";

const SHOWN_MS = 8_000;
const place = document.getElementById("toasts");

/** Shows a copy of a piece as the only toast. */
export function toast(name) {
  place?.replaceChildren(piece(name));
}

function watch(shown) {
  if (!shown.matches("[data-toast]") && !shown.querySelector("[data-toast]")) return shown.remove(); // an answer that has nothing to say
  let timer = setTimeout(() => shown.remove(), SHOWN_MS);
  for (const other of place.children) if (other !== shown) other.remove();
  const stay = () => clearTimeout(timer);
  const leave = () => { timer = setTimeout(() => shown.remove(), SHOWN_MS); };
  shown.addEventListener("pointerenter", stay);
  shown.addEventListener("focusin", stay);
  shown.addEventListener("pointerleave", leave);
  shown.addEventListener("focusout", leave);
}

if (place) {
  new MutationObserver((changes) => {
    for (const change of changes) for (const added of change.addedNodes) if (added.nodeType === 1) watch(added);
  }).observe(place, { childList: true });
  if (place.lastElementChild) watch(place.lastElementChild);
}
document.addEventListener("foyer:failed", () => toast("failed"));
document.addEventListener("foyer:copied", () => toast("copied"));
