// What a fragment that is fetched again must not take away: places set by script, open menus, what is being typed.
const KEPT = { style: () => true, open: (node) => node.tagName === "DETAILS" || node.tagName === "DIALOG", "data-show": () => true };

if (window.Idiomorph) {
  Object.assign(window.Idiomorph.defaults, { ignoreActiveValue: true });
  window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !KEPT[name]?.(node);
}

document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.requestConfig?.verb !== "get") document.dispatchEvent(new CustomEvent("foyer:failed"));
});
