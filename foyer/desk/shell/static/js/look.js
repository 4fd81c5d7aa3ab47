// Tells the server whether this page is before the user's eyes: while one is, no device is notified (B17).
function tell() {
  document.dispatchEvent(new CustomEvent("foyer:say", { detail: { t: "look", on: document.visibilityState === "visible" } }));
}

document.addEventListener("visibilitychange", tell);
document.addEventListener("foyer:again", tell); // the line is new and knows nothing of this page
