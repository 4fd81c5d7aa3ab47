// Lines on their way: shown at once with a clock, kept in this browser until the server has them, sent again after a lost
// network with the same client id, so that each arrives exactly once (R11, R15). One at a time, in order.
const KEY = `foyer.outbox.${document.body.dataset.user}`;
const AGAIN_MS = 4_000;
const OLDEST_MS = 24 * 3600 * 1000;
let busy = false;
let timer = 0;
let unkept = [];

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "[]").filter((line) => Date.now() - line.at < OLDEST_MS);
  } catch {
    return unkept;
  }
}

function keep(lines) {
  unkept = lines;
  try {
    localStorage.setItem(KEY, JSON.stringify(lines));
  } catch { /* storage is refused: this page still remembers */ }
}

// crypto.randomUUID is missing where Foyer is reached by plain http.
function unique() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Takes a line {conversation, url, kind, text}, shows it and sends it as soon as that works. */
export function queue(line) {
  const full = { ...line, id: unique(), at: Date.now() };
  keep([...kept(), full]);
  draw(full);
  flush();
}

async function flush() {
  const [line] = kept();
  if (busy || !line) return;
  busy = true;
  const answer = await post(line);
  busy = false;
  if (!answer || !decided(answer)) {
    clearTimeout(timer);
    timer = setTimeout(flush, AGAIN_MS);
    return;
  }
  if (answer.ok) arrived(line);
  else refused(line);
  flush();
}

// A line is kept while the server is away or slow, and while the session has to be renewed.
function decided(answer) {
  const away = answer.status >= 500 || [401, 403, 429].includes(answer.status);
  return !away && !answer.headers.has("HX-Redirect") && !new URL(answer.url).pathname.startsWith("/login");
}

async function post(line) {
  const body = new FormData();
  body.set("text", line.text);
  body.set("kind", line.kind);
  body.set("client_id", line.id);
  const headers = { "X-CSRFToken": document.body.dataset.csrf, "HX-Request": "true" };
  return fetch(line.url, { method: "POST", body, headers }).catch(() => null);
}

function arrived(line) {
  keep(kept().filter((other) => other.id !== line.id));
  document.dispatchEvent(new CustomEvent("foyer:sent", { detail: { id: line.conversation } }));
}

function refused(line) {
  keep(kept().filter((other) => other.id !== line.id));
  const shown = find(line);
  if (!shown) return;
  shown.classList.replace("wait", "lost");
  shown.querySelector(".tm").textContent = document.querySelector("[data-refused]")?.dataset.refused || "";
}

const find = (line) => document.querySelector(`[data-client-id="${CSS.escape(line.id)}"]`);

// The look of a line of mine comes with the page: <template id="line-agent"> and <template id="line-note">.
function draw(line) {
  const place = document.querySelector(`[data-thread="${CSS.escape(line.conversation)}"] [data-lines]`);
  const mould = document.getElementById(`line-${line.kind}`);
  if (!place || !mould || find(line)) return;
  const shown = mould.content.firstElementChild.cloneNode(true);
  shown.dataset.clientId = line.id;
  shown.dataset.unsent = "";
  shown.querySelector(".bub").textContent = line.text;
  place.append(shown);
  document.dispatchEvent(new CustomEvent("foyer:line"));
}

for (const line of kept()) draw(line);
document.addEventListener("foyer:again", flush);
window.addEventListener("online", flush);
flush();
