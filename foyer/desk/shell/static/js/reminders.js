// Pop-ups of one's own: reminders of activities, where a colleague named one, what was sent with a form, who answered an invitation.
// They stay until they are answered.
const place = document.getElementById("notices");
const ADDRESSES = { reminder: (id) => `/activities/${id}/popup/`, mention: (id) => `/mentions/${id}/popup/`, form: (id) => `/submissions/${id}/popup/`, answered: (id) => `/inbox/${id}/popup/` };

async function arrive(kind, { id }) {
  if (kind === "answered" && document.querySelector(`[data-thread="${Number(id)}"]`)) return; // it stands before them
  const answer = await fetch(ADDRESSES[kind](id), { headers: { "HX-Request": "true" } });
  if (answer.status !== 200) return;
  const notice = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  notice.dataset.own = `${kind}-${id}`;
  place.querySelector(`[data-own="${notice.dataset.own}"]`)?.remove();
  place.append(notice);
  globalThis.htmx?.process(notice);
  notice.addEventListener("click", (event) => event.target.closest("[data-close], a") && setTimeout(() => notice.remove(), 0));
}

if (place) for (const kind of Object.keys(ADDRESSES)) document.addEventListener(`foyer:${kind}`, (event) => arrive(kind, event.detail));
