// Foyer as an app: starts its worker, tells it the language for "no connection", and offers to install it where the browser does.
const offers = () => document.querySelectorAll("[data-install]");
let asked = null;

async function start() {
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ t: "language", language: document.documentElement.lang });
}

function show(on) {
  for (const offer of offers()) offer.hidden = !on;
}

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // Chromium's own bar would lie over the composer of a phone
  asked = event;
  show(true);
});
window.addEventListener("appinstalled", () => show(false));
document.addEventListener("click", async (event) => {
  if (!event.target.closest?.("[data-install]") || !asked) return;
  const { outcome } = await asked.prompt();
  if (outcome === "accepted") show(false);
  asked = null; // a browser asks once for each offer of its own
});

if ("serviceWorker" in navigator) start().catch(() => null); // refused by the browser, or no https: then it is a page
