// The sentences scripts need, translated by the server into <meta name="foyer-texts">.
const kept = JSON.parse(document.querySelector('meta[name="foyer-texts"]')?.content || "{}");

/** The text of a key with {places} filled. */
export function text(key, values = {}) {
  return fill(kept[key] || "", values);
}

/** A pattern with {places} filled. */
export function fill(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A copy of the <template id="piece-…">'s element. */
export function piece(name) {
  return document.getElementById(`piece-${name}`).content.firstElementChild.cloneNode(true);
}

/** Tells a screen reader, politely or at once. */
export function say(words, now = false) {
  const place = document.getElementById(now ? "say-now" : "say");
  if (place) place.textContent = words;
}
