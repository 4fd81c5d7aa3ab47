// Sets light or dark before the first paint, and follows the system while the user wants that. Classic script, in <head>.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wanted = root.dataset.theme;
    root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
  };
  apply();
  dark.addEventListener("change", apply);
  try {
    const folded = localStorage.getItem("foyer.rail");
    if (folded !== null) root.dataset.rail = folded;
  } catch { /* storage is refused: the server's word stands */ }
})();
