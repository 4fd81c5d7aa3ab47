// The palette: Ctrl K or a click on the box opens it; arrows choose, Enter goes there, Esc closes.
const dialog = document.getElementById("palette");
const box = document.getElementById("palette-box");
const lines = () => [...dialog.querySelectorAll("[role=option]")];

function choose(line) {
  for (const other of lines()) {
    other.classList.toggle("hi", other === line);
    other.setAttribute("aria-selected", String(other === line));
  }
  if (line) box.setAttribute("aria-activedescendant", line.id);
  line?.scrollIntoView({ block: "nearest" });
}

function open() {
  if (document.querySelector("dialog[open]")) return;
  dialog.showModal();
  box.select();
  globalThis.htmx.trigger(box, "foyer:palette");
}

function step(by) {
  const all = lines();
  const at = all.findIndex((line) => line.classList.contains("hi"));
  choose(all.at((at + by + all.length) % all.length));
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return dialog.open ? dialog.close() : open();
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-palette-open]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open();
});

dialog?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    event.preventDefault(); // a search field would only empty itself
    dialog.close();
  } else if (event.key === "Enter") {
    const chosen = lines().find((line) => line.classList.contains("hi")) ?? lines()[0];
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  }
});

dialog?.addEventListener("htmx:afterSwap", () => choose(lines()[0]));
