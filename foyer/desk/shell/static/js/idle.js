// Tells the server that there is a hand at the keyboard or the mouse (E11): seldom, but at once to who was taken for idle.
const EVERY_MS = 30_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"];
let told = 0;

function tell(event) {
  if (!event.isTrusted) return;
  const isIdle = document.getElementById("status")?.dataset.reason === "idle";
  if (Date.now() - told < (isIdle ? 1_000 : EVERY_MS)) return;
  told = Date.now();
  document.dispatchEvent(new CustomEvent("foyer:say", { detail: { t: "active" } }));
}

for (const name of SIGNS) document.addEventListener(name, tell, { capture: true, passive: true });
