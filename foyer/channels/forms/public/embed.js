// One tag on a website: the form appears where the tag stands. It never throws into the page (docs/extending/forms.md).
(() => {
  "use strict";
  const script = document.currentScript;
  const key = script?.dataset.form;
  if (!key || !/^\w+$/.test(key)) return;
  const host = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = `${host}/forms/${key}/`;
  frame.title = script.dataset.title || "Form";
  frame.setAttribute("scrolling", "no");
  Object.assign(frame.style, { width: "100%", border: "0", height: "480px", display: "block", colorScheme: "normal" });
  script.after(frame);

  if (script.dataset.track && !document.querySelector('script[src$="/foyer.js"]')) {
    const tracker = Object.assign(document.createElement("script"), { src: `${host}/foyer.js`, async: true });
    tracker.dataset.portal = script.dataset.track;
    tracker.dataset.chat = "off";
    document.head.append(tracker);
  }

  /** The tracker's name of this browser, when the form's visits are followed; it opens nothing. */
  function visitor() {
    if (!script.dataset.track) return "";
    try {
      return localStorage.getItem("foyer.b") || "";
    } catch {
      return "";
    }
  }

  function tell() {
    const page = { foyer: "page", visitor: visitor(), page: location.href.slice(0, 2000), page_title: document.title.slice(0, 300) };
    frame.contentWindow?.postMessage(page, host);
  }

  /** Begun and not sent: the live board marks whoever leaves a form. */
  let begun = false;
  const event = (name) => window.foyer?.("event", name, { form: script.dataset.title || key });
  window.addEventListener("pagehide", () => begun && event("left_form"));

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== host || source !== frame.contentWindow || data?.foyer !== "form") return;
    if (data.height > 0 && data.height < 20000) frame.style.height = `${data.height}px`;
    if (data.begun) begun = true;
    if (data.sent && begun) {
      begun = false;
      event("sent_form");
    }
    if (data.ready) for (const after of [0, 1000, 4000]) setTimeout(tell, after);
    if (data.sent && /^https?:\/\//.test(data.target)) location.assign(data.target);
  });
})();
