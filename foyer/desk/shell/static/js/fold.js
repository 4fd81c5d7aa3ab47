// Folds the navigation to icons, by its button or by [, and remembers it in this browser.
const root = document.documentElement;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-fold]")) return;
  root.dataset.rail = root.dataset.rail === "folded" ? "open" : "folded";
  try {
    localStorage.setItem("foyer.rail", root.dataset.rail);
  } catch { /* storage is refused: it holds for this page */ }
});
