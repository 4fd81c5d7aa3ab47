// Bundles nudges for what is fetched again: foyer:live becomes foyer:live-soon, at once and then at most once a second,
// and the last one is never lost. Of one thing too: foyer:conversation-42-soon, foyer:record-7-soon.
const EVERY_MS = 1_000;
const again = new Map();

function soon(name) {
  if (again.has(name)) return again.set(name, true);
  again.set(name, false);
  document.dispatchEvent(new CustomEvent(`foyer:${name}-soon`));
  return setTimeout(() => {
    const wanted = again.get(name);
    again.delete(name);
    if (wanted) soon(name);
  }, EVERY_MS);
}

for (const name of ["live", "inbox", "presence", "deals", "activities", "record"]) document.addEventListener(`foyer:${name}`, () => soon(name));
// A line (seq) changes nothing but the lines, which thread.js asks for.
document.addEventListener("foyer:conversation", (event) => event.detail.seq || soon(`conversation-${event.detail.id}`));
document.addEventListener("foyer:record", (event) => event.detail?.actor && soon(`record-${event.detail.actor}`));
