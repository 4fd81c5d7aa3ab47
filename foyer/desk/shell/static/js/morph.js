// What a fragment that is fetched again must not take away: places set by script, open menus, what is being typed, what came later.
const KEPT = { style: () => true, open: (node) => node.tagName === "DETAILS" || node.tagName === "DIALOG", "data-show": () => true };

if (window.Idiomorph) {
  // Of a field that has the focus, its text; the words of a link or button change while it has it.
  const isWritten = () => Boolean(document.activeElement?.matches("input, textarea, select, [contenteditable]"));
  Object.defineProperty(window.Idiomorph.defaults, "ignoreActiveValue", { enumerable: true, get: isWritten });
  window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !KEPT[name]?.(node);
  window.Idiomorph.defaults.callbacks.beforeNodeMorphed = (node) => !(node.dataset && ("typed" in node.dataset || "kept" in node.dataset));
}

// What asked for itself while its address became another one (a longer column, another day) asks anew; the answer to the
// old question would undo what was pressed since.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig: asked } = event.detail;
  const path = target.getAttribute?.("hx-get");
  if (asked.elt !== target || asked.verb !== "get" || !path || path === asked.path) return;
  event.detail.shouldSwap = false;
  window.htmx.ajax("GET", path, { source: target });
});

// A form that somebody has begun to fill in stays as it is: <form data-typed-stays>.
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-typed-stays]");
  if (form) form.dataset.typed = "";
});

// A row whose act is another one now keeps the focus.
let row = "";
document.addEventListener("htmx:beforeSwap", () => { row = document.activeElement?.closest("[data-row][id]")?.id ?? ""; });
document.addEventListener("htmx:afterSwap", () => {
  if (!row || document.activeElement !== document.body) return;
  document.querySelector(`#${CSS.escape(row)} :is(a, button)`)?.focus({ preventScroll: true });
});

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.requestConfig?.verb !== "get") document.dispatchEvent(new CustomEvent("foyer:failed"));
});
