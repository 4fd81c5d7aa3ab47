// Type-ahead of record links: [data-picker] holds a hidden id, a text field and a list that htmx fills.
const parts = (picker) => ({
  id: picker.querySelector("input[type=hidden]"),
  text: picker.querySelector("[role=combobox]"),
  list: picker.querySelector("[role=listbox]"),
});
const options = (list) => [...list.querySelectorAll("[role=option]")];

function close(picker) {
  const { text, list } = parts(picker);
  list.replaceChildren();
  text.setAttribute("aria-expanded", "false");
}

function choose(picker, option) {
  const { id, text } = parts(picker);
  id.value = option.dataset.pick;
  text.value = option.dataset.name;
  text.focus();
  close(picker);
}

function step(picker, by) {
  const { text, list } = parts(picker);
  const all = options(list);
  const at = all.indexOf(document.activeElement) + by;
  (at < 0 ? text : all[Math.min(at, all.length - 1)])?.focus();
}

document.addEventListener("click", (event) => {
  const option = event.target.closest("[data-pick]");
  if (option) return choose(option.closest("[data-picker]"), option);
  for (const picker of document.querySelectorAll("[data-picker]")) if (!picker.contains(event.target)) close(picker);
});

// What is typed is no longer what was chosen.
document.addEventListener("input", (event) => {
  const picker = event.target.closest("[data-picker]");
  if (picker) parts(picker).id.value = "";
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (!picker) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(picker, event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.key === "Escape" && options(parts(picker).list).length) {
    event.preventDefault();
    event.stopPropagation();
    close(picker);
    parts(picker).text.focus();
  }
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  const picker = event.detail.target?.closest?.("[data-picker]");
  if (picker) parts(picker).text.setAttribute("aria-expanded", String(options(parts(picker).list).length > 0));
});
