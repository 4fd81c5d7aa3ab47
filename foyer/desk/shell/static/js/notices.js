// Visitor pop-ups at the bottom right: at most three; more than three within 10 s become one (D19, F104). They go after 12 s.
// Of which kinds of visitors stands on the place itself; a select with data-told changes it.
import { fill, piece } from "./texts.js";

const SHOWN_MS = 12_000;
const WINDOW_MS = 10_000;
const MOST = 3;
const place = document.getElementById("notices");
let recent = [];

async function arrive({ id, kind }) {
  if (!place.dataset.kinds.split(" ").includes(kind)) return;
  const now = Date.now();
  recent = [...recent.filter(([at]) => now - at < WINDOW_MS), [now, id]];
  const visitors = new Set(recent.map(([, visitor]) => visitor));
  if (visitors.size > MOST) return bundle(visitors.size);
  const answer = await fetch(`/live/visitors/${id}/popup/`, { headers: { "HX-Request": "true" } });
  if (answer.status === 200) show(await answer.text(), id);
}

function show(html, id) {
  if (place.querySelector("[data-bundle]")) return;
  const parsed = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (!parsed) return;
  parsed.dataset.visitor = id;
  place.querySelector(`[data-visitor="${CSS.escape(String(id))}"]`)?.remove();
  while (place.children.length >= MOST) place.firstElementChild.remove();
  stand(parsed);
}

function bundle(count) {
  const old = place.querySelector("[data-bundle]");
  const shown = old || piece("bundle");
  const words = shown.querySelector("[data-many]");
  words.textContent = fill(words.dataset.many, { n: count });
  if (old) return;
  shown.dataset.bundle = "";
  shown.querySelector(".f-lap").append(...[...place.querySelectorAll(".f-face")].slice(0, MOST).map((face) => bare(face)));
  place.replaceChildren();
  stand(shown);
}

function bare(face) {
  const copy = face.cloneNode(true);
  copy.classList.remove("md");
  copy.querySelector(".f-dot")?.remove();
  return copy;
}

function stand(notice) {
  place.append(notice);
  window.htmx?.process(notice);
  let timer = 0;
  const leave = () => { timer = setTimeout(() => notice.remove(), SHOWN_MS); };
  const stay = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) notice.addEventListener(name, stay);
  for (const name of ["pointerleave", "focusout"]) notice.addEventListener(name, leave);
  notice.addEventListener("click", (event) => event.target.closest("[data-close]") && notice.remove());
  leave();
}

if (place) {
  document.addEventListener("foyer:visitor", (event) => arrive(event.detail));
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("select[data-told]")) place.dataset.kinds = target.selectedOptions[0].dataset.kinds;
  });
}
