// The conversation on screen: newest lines asked for on each nudge, over the socket that told of it; by a request after a
// break and when one has sent something. The scroll is kept at the newest unless one reads above.
// <section data-thread="42" data-messages="/inbox/42/messages/"> with .f-thread [data-lines] whose lines carry data-seq.
const NEAR_PX = 80;
const root = document.querySelector("[data-thread]");
const lines = root?.querySelector("[data-lines]");
const newer = root?.querySelector("[data-newer]");
const typing = root?.querySelector("[data-typing]");
let fetching = null;
let missed = 0;

const last = () => Math.max(0, ...[...lines.querySelectorAll("[data-seq]")].map((line) => Number(line.dataset.seq)));
const atNewest = () => lines.scrollHeight - lines.scrollTop - lines.clientHeight < NEAR_PX;

function toNewest() {
  lines.scrollTop = lines.scrollHeight;
  missed = 0;
  if (newer) newer.hidden = true;
}

async function fetchNew() {
  if (fetching) return fetching.then(fetchNew);
  fetching = load().finally(() => { fetching = null; });
  return fetching;
}

async function load() {
  const answer = await fetch(`${root.dataset.messages}?since=${last()}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) show(await answer.text());
}

function ask() {
  const detail = { t: "lines", id: Number(root.dataset.thread), since: last() };
  document.dispatchEvent(new CustomEvent("foyer:say", { detail }));
}

function show(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const stay = !atNewest();
  const fresh = [...parsed.body.querySelectorAll("[data-seq]")].filter((line) => !lines.querySelector(`[data-seq="${line.dataset.seq}"]`));
  for (const line of fresh) put(line);
  if (stay) tellNew(fresh.filter((line) => !line.matches(".out")).length);
  else toNewest();
}

// A line we sent stands there already, by its client id: the server's takes its place. Others go in by their number.
function put(line) {
  const mine = line.dataset.clientId && lines.querySelector(`[data-client-id="${CSS.escape(line.dataset.clientId)}"]`);
  if (mine) mine.replaceWith(line);
  else lines.insertBefore(line, lines.querySelector("[data-unsent]"));
  window.htmx?.process(line);
}

function tellNew(count) {
  missed += count;
  if (!newer || !missed) return;
  newer.textContent = (missed === 1 ? newer.dataset.one : newer.dataset.many).replace("{n}", missed);
  newer.hidden = false;
}

function showTyping(words) {
  if (!typing) return;
  typing.hidden = !words;
  typing.querySelector("em").textContent = words;
  if (words && atNewest()) requestAnimationFrame(toNewest);
}

if (root && lines) {
  const mine = (event) => String(event.detail.id) === root.dataset.thread;
  document.addEventListener("foyer:conversation", (event) => {
    if (!mine(event)) return;
    showTyping("");
    ask();
  });
  document.addEventListener("foyer:lines", (event) => mine(event) && event.detail.html && show(event.detail.html));
  document.addEventListener("foyer:typing", (event) => mine(event) && showTyping(event.detail.text || ""));
  document.addEventListener("foyer:again", fetchNew);
  document.addEventListener("foyer:sent", fetchNew);
  document.addEventListener("foyer:files", fetchNew);
  document.addEventListener("foyer:line", toNewest);
  newer?.addEventListener("click", toNewest);
  lines.addEventListener("scroll", () => atNewest() && missed && toNewest(), { passive: true });
  toNewest();
}
