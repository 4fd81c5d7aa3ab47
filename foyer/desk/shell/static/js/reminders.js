// Pop-ups of one's own: reminders of activities, where a colleague named one, what was sent with a form, who answered an invitation, a chat handed over or
// snoozed until now, a note in a chat that names one.
const place = document.getElementById("notices");
const ADDRESSES = { reminder: (id) => `/activities/${id}/popup/`, mention: (id) => `/mentions/${id}/popup/`, form: (id) => `/submissions/${id}/popup/`, answered: (id) => `/inbox/${id}/popup/`, handed: (id) => `/inbox/${id}/popup/?handed`, back: (id) => `/inbox/${id}/popup/?back`, named: (id) => `/inbox/${id}/popup/?named` };

const SAME_AS = { answered: "handed", back: "reminder", named: "mention" };
const IN_CHATS = new Set(["answered", "handed", "back", "named"]);

// They stay until they are answered, on the next page of this tab too.
const KEPT = `foyer-notices-${document.body.dataset.user}`;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function keep(own, on) {
  const rest = kept().filter((each) => each !== own);
  sessionStorage.setItem(KEPT, JSON.stringify(on ? [...rest, own] : rest));
}

async function arrive(kind, { id }) {
  if (!place.dataset.windows.split(" ").includes(SAME_AS[kind] ?? kind)) return; // told in other ways
  if (IN_CHATS.has(kind) && document.querySelector(`[data-thread="${Number(id)}"]`)) return; // it stands before them
  const own = `${kind}-${id}`;
  const answer = await fetch(ADDRESSES[kind](id), { headers: { "HX-Request": "true" } });
  keep(own, answer.status === 200);
  if (answer.status !== 200) return;
  const notice = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  notice.dataset.own = own;
  place.querySelector(`[data-own="${own}"]`)?.remove();
  place.append(notice);
  globalThis.htmx?.process(notice);
  notice.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close], a")) return;
    keep(own, false);
    setTimeout(() => notice.remove(), 0);
  });
}

if (place) {
  for (const kind of Object.keys(ADDRESSES)) document.addEventListener(`foyer:${kind}`, (event) => arrive(kind, event.detail));
  for (const own of kept()) {
    const [kind, id] = own.split("-");
    if (ADDRESSES[kind]) arrive(kind, { id: Number(id) });
  }
}
