// The page without a connection: opens what was wanted as soon as Foyer answers again.
const EVERY_MS = 5_000;

async function look() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

window.addEventListener("online", look);
setInterval(look, EVERY_MS);
