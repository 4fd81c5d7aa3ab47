// Whether single letters do something, as each browser remembers it: who talks to the computer, or types by accident,
// switches them off (WCAG 2.1.4).
const KEPT = "foyer.letters";
let on = true;

try {
  on = localStorage.getItem(KEPT) !== "off";
} catch { /* storage is refused: they are on */ }

export const lettersAreOn = () => on;

for (const choice of document.querySelectorAll("[data-letters]")) choice.checked = on;

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-letters]")) return;
  on = event.target.checked;
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch { /* it holds for this page */ }
});
