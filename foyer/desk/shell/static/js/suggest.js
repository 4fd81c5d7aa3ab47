// Suggestions while one types: <div data-suggest="/address/"> with a combobox, a hidden value and a listbox.
const WAIT_MS = 150;
let timer = 0;

const parts = (box) => ({ input: box.querySelector("[role=combobox]"), value: box.querySelector("input[type=hidden]"), list: box.querySelector("[role=listbox]") });

function close(box) {
  const { input, list } = parts(box);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function ask(box) {
  const { input, list } = parts(box);
  const typed = input.value.trim();
  if (!typed) return close(box);
  const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || input.value.trim() !== typed) return;
  list.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.children);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  mark(box, 0);
}

function mark(box, at) {
  const { input, list } = parts(box);
  const all = [...list.querySelectorAll("[role=option]")];
  const chosen = all.at(at % (all.length || 1));
  for (const option of all) option.classList.toggle("hi", option === chosen);
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen));
  if (chosen) input.setAttribute("aria-activedescendant", chosen.id);
  chosen?.scrollIntoView({ block: "nearest" });
}

function choose(box, option) {
  const { input, value } = parts(box);
  input.value = option.dataset.text;
  value.value = option.dataset.value;
  close(box);
}

document.addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-suggest]");
  if (!box) return;
  parts(box).value.value = "";
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS, box);
});

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-suggest]");
  if (!box || parts(box).list.hidden) return;
  const all = [...parts(box).list.querySelectorAll("[role=option]")];
  const at = all.findIndex((option) => option.classList.contains("hi"));
  const acts = { ArrowDown: () => mark(box, at + 1), ArrowUp: () => mark(box, at - 1), Enter: () => all[at] && choose(box, all[at]), Escape: () => close(box) };
  if (!acts[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  acts[event.key]();
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-suggest] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-suggest]"), option);
});

document.addEventListener("focusout", (event) => {
  const box = event.target.closest?.("[data-suggest]");
  if (box && !box.contains(event.relatedTarget)) close(box);
});

// [data-set="#field"] with data-value fills a field.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-set]");
  const field = button && document.querySelector(button.dataset.set);
  if (!field) return;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
