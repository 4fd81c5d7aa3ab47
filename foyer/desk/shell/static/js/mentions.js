// Naming a colleague: an @ in <textarea data-mentions="/colleagues/"> offers names below the field.
const WAIT_MS = 120;
const OPEN = /(?:^|[\s(])@([\p{L}\p{N}'’.-]{0,40}(?: [\p{L}\p{N}'’.-]{0,40})?)$/u;
let timer = 0;
let shown = null;

const typed = (field) => OPEN.exec(field.value.slice(0, field.selectionStart))?.[1];

function close() {
  shown?.list.remove();
  shown?.field.removeAttribute("aria-activedescendant");
  shown = null;
}

async function ask(field) {
  const begin = typed(field);
  if (begin === undefined) return close();
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(begin)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || typed(field) !== begin) return;
  const found = [...new DOMParser().parseFromString(await answer.text(), "text/html").body.children];
  close();
  if (found.length) show(field, found);
}

function show(field, found) {
  const list = document.createElement("div");
  list.className = "f-menu f-colleagues";
  list.setAttribute("role", "listbox");
  list.append(...found);
  field.after(list);
  shown = { field, list };
  mark(0);
}

function mark(at) {
  const all = [...shown.list.children];
  const chosen = all.at(at % all.length);
  for (const option of all) {
    option.classList.toggle("hi", option === chosen);
    option.setAttribute("aria-selected", String(option === chosen));
  }
  shown.field.setAttribute("aria-activedescendant", chosen.id);
}

function choose(option) {
  const { field } = shown;
  const end = field.selectionStart;
  const start = end - typed(field).length;
  field.setRangeText(`${option.dataset.text} `, start, end, "end");
  close();
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  clearTimeout(timer);
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("textarea[data-mentions]")) return;
  clearTimeout(timer);
  if (typed(event.target) === undefined) return close();
  timer = setTimeout(ask, WAIT_MS, event.target);
});

document.addEventListener("keydown", (event) => {
  if (!shown || event.target !== shown.field) return;
  const all = [...shown.list.children];
  const at = all.findIndex((option) => option.classList.contains("hi"));
  const acts = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: () => choose(all[at]), Tab: () => choose(all[at]), Escape: close };
  if (!acts[event.key]) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  acts[event.key]();
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = shown && event.target.closest?.(".f-colleagues [role=option]");
  if (!option) return close();
  event.preventDefault();
  choose(option);
});

document.addEventListener("focusout", (event) => shown?.field === event.target && setTimeout(close, 100));
