// In the frame of a form: its height goes to the page around it, and what that page tells goes into hidden fields.
(() => {
  "use strict";
  const form = document.querySelector("[data-form]");
  const sent = document.querySelector("[data-sent]");
  const tell = (message) => window.parent !== window && window.parent.postMessage({ foyer: "form", ...message }, "*");
  const height = () => tell({ height: Math.ceil(document.getElementById("main").getBoundingClientRect().height) });

  /** Only the page that holds the frame is heard, and what it says is never more than what anybody could post. */
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || window.parent === window || data?.foyer !== "page" || !form) return;
    for (const name of ["visitor", "page", "page_title"])
      if (typeof data[name] === "string") form.elements[name].value = data[name].slice(0, 2000);
  });

  if (form) {
    form.noValidate = false;
    form.addEventListener("submit", (event) => {
      if (form.dataset.busy) return event.preventDefault();
      form.dataset.busy = "yes";
    });
    form.addEventListener("input", () => tell({ begun: true }), { once: true });
    window.addEventListener("pageshow", () => delete form.dataset.busy);
    document.querySelector('[aria-invalid="true"]')?.focus();
  }
  new ResizeObserver(height).observe(document.getElementById("main"));
  height();
  tell({ ready: true });
  if (sent) tell({ sent: true, target: sent.dataset.target || "" });
})();
