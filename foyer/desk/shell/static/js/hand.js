// While something is carried, what others change waits: a page that is fetched again would take it out of the hand.

/** From now on the place stays as it is (morph.js). */
export function hold(place) {
  place.dataset.kept = "";
}

/** It takes changes again; who moved nothing fetches what came meanwhile, by its nudge, like "deals". */
export function release(place, moved, subject) {
  delete place.dataset.kept;
  if (!moved) document.dispatchEvent(new CustomEvent(`foyer:${subject}`));
}
