// A field that is changed in place: Esc takes the change back, leaving an unchanged one too.
const open = (target) => target.closest?.("[data-field]");

document.addEventListener("keydown", (event) => {
  const form = open(event.target);
  if (!form || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    form.querySelector("[data-cancel]").click();
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// The value gets the focus back, so that the next Tab goes on from there.
document.addEventListener("htmx:afterSwap", (event) => {
  const id = event.detail.target?.id;
  if (!id?.startsWith("f-") || document.activeElement !== document.body) return;
  document.querySelector(`#${CSS.escape(id)}:not(.is-open) :is(a, button)`)?.focus();
});

// Fields were laid out anew while one is being filled in: what is typed stays.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "details" && event.target.querySelector("[data-field]")) event.preventDefault();
});
