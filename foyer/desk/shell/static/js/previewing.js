// The page of the chat's look: tells the frame beside the form what to show, saved or not.
const frame = document.querySelector("[data-preview]");
const checked = (name) => document.querySelector(`[data-${name}]`).checked;

function show() {
  const told = {
    config: JSON.parse(document.querySelector("#widget-told").dataset.config),
    language: document.querySelector("[name=language]:checked").value,
    scene: document.querySelector("[data-scene]").value,
    isDark: checked("dark"),
    isRtl: checked("rtl"),
  };
  frame.contentWindow.postMessage(told, location.origin);
}

// The frame says when it is ready; it may have been before this was here.
addEventListener("message", (event) => event.source === frame.contentWindow && event.origin === location.origin && show());
document.addEventListener("change", (event) => event.target.matches("[name=language], [data-scene], [data-dark], [data-rtl]") && show());
document.addEventListener("htmx:afterSettle", (event) => event.target.id === "widget-told" && show());
show();
