// Offers while one types, fetched as options with data-text: an @ in <textarea data-mentions="/colleagues/"> names a
// colleague, a / in <textarea data-canned="/inbox/42/canned/"> a canned reply, whose text takes the place of the /.
const WAIT_MS = 120;
const SIGNS = [
  { name: "mentions", sign: /(?:^|[\s(])@([\p{L}\p{N}'’.-]{0,40}(?: [\p{L}\p{N}'’.-]{0,40})?)$/u, looks: "f-colleagues", taken: 0, end: " " },
  { name: "canned", sign: /(?:^|\s)\/([\p{L}\p{N}-]{0,30})$/u, looks: "f-canned", taken: 1, end: "" },
];
let timer = 0;
let shown = null;

// Colleagues are named in what is for colleagues only: not while the composer of a chat writes to the visitor.
const offers = (field, kind) => kind.name in field.dataset && !(kind.name === "mentions" && field.form?.elements.kind?.value === "agent");

// What is typed behind a sign right before the cursor: {kind, begin}.
function typed(field) {
  const text = field.value.slice(0, field.selectionStart);
  for (const kind of SIGNS) {
    const begin = offers(field, kind) ? kind.sign.exec(text)?.[1] : undefined;
    if (begin !== undefined) return { kind, begin };
  }
  return null;
}

const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];

function close() {
  shown?.list.remove();
  shown?.field.removeAttribute("aria-activedescendant");
  shown = null;
}

async function ask(field) {
  const now = typed(field);
  if (!now) return close();
  const answer = await fetch(`${field.dataset[now.kind.name]}?q=${encodeURIComponent(now.begin)}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || typed(field)?.begin !== now.begin) return;
  const found = [...new DOMParser().parseFromString(await answer.text(), "text/html").body.children];
  close();
  if (found.length) show(field, now.kind, found);
}

function show(field, kind, found) {
  const list = document.createElement("div");
  list.className = `f-menu ${kind.looks}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset[`${kind.name}Label`] || "");
  list.append(...found);
  if (kind.name === "canned") field.form.before(list); // in the flow, so that no line is covered
  else field.after(list);
  shown = { field, kind, list };
  if (optionsOf(list).length) mark(0);
}

function mark(at) {
  const all = optionsOf(shown.list);
  const chosen = all.at(at % all.length);
  for (const option of all) {
    option.classList.toggle("hi", option === chosen);
    option.setAttribute("aria-selected", String(option === chosen));
  }
  shown.field.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function choose(option) {
  const { field, kind } = shown;
  const end = field.selectionStart;
  const start = end - (typed(field)?.begin.length ?? 0) - kind.taken;
  field.setRangeText(option.dataset.text + kind.end, start, end, "end");
  close();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  clearTimeout(timer);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("textarea[data-mentions], textarea[data-canned]")) return;
  clearTimeout(timer);
  if (!typed(event.target)) return close();
  timer = setTimeout(ask, WAIT_MS, event.target);
});

document.addEventListener("keydown", (event) => {
  if (!shown || event.target !== shown.field || event.ctrlKey || event.metaKey || event.isComposing) return;
  const all = optionsOf(shown.list);
  const at = all.findIndex((option) => option.classList.contains("hi"));
  const moves = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: () => choose(all[at]), Tab: () => choose(all[at]) };
  const acts = { ...(all.length ? moves : {}), Escape: close };
  if (!acts[event.key]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  acts[event.key]();
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = shown && event.target.closest?.("[role=option]");
  if (!option || !shown.list.contains(option)) return shown?.list.contains(event.target) ? undefined : close();
  event.preventDefault();
  choose(option);
});

document.addEventListener("focusout", (event) => shown?.field === event.target && setTimeout(close, 100));
