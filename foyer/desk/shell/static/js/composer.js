// The composer: Ctrl+Enter or the button sends, a draft is kept per conversation, the visitor sees that one types.
// <form data-compose="42" method="post" action="/inbox/42/messages/"> with textarea[name=text] and radios name=kind.
// It may come and go as a fragment, so everything is heard on document.
import { queue } from "./outbox.js";

const TYPING_MS = 3_000;
let told = 0;

const formOf = (event) => event.target.closest?.("form[data-compose]");
const fieldOf = (form) => form.querySelector("textarea");
const kindOf = (form) => form.querySelector("[name=kind]:checked")?.value || "agent";
const draftOf = (form) => `foyer.draft.${document.body.dataset.user}.${form.dataset.compose}`;

function keep(form) {
  const { value } = fieldOf(form);
  try {
    if (value) localStorage.setItem(draftOf(form), value);
    else localStorage.removeItem(draftOf(form));
  } catch { /* storage is full or refused: the text stays in the field */ }
}

function restore() {
  for (const form of document.querySelectorAll("form[data-compose]")) {
    try {
      fieldOf(form).value ||= localStorage.getItem(draftOf(form)) || "";
    } catch { /* no storage */ }
  }
}

function send(form) {
  const field = fieldOf(form);
  const text = field.value.trim();
  if (!text) return field.focus();
  queue({ conversation: form.dataset.compose, url: form.getAttribute("action"), kind: kindOf(form), text });
  field.value = "";
  keep(form);
  typing(form, false);
  field.focus();
}

function typing(form, on) {
  const now = Date.now();
  if (on && (kindOf(form) === "note" || now - told < TYPING_MS)) return;
  told = on ? now : 0;
  document.dispatchEvent(new CustomEvent("foyer:say", { detail: { t: "typing", id: Number(form.dataset.compose), on } }));
}

document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form) return;
  event.preventDefault();
  send(form);
});
document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (!form || !event.target.matches("textarea")) return;
  keep(form);
  typing(form, Boolean(event.target.value));
});
document.addEventListener("keydown", (event) => {
  const form = formOf(event);
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  send(form);
});
document.addEventListener("change", (event) => {
  const form = formOf(event);
  if (!form || event.target.name !== "kind") return;
  fieldOf(form).placeholder = event.target.dataset.placeholder || fieldOf(form).placeholder;
  fieldOf(form).focus();
});
document.addEventListener("htmx:load", restore);
restore();
if (location.hash === "#write") document.querySelector("form[data-compose] textarea")?.focus(); // just accepted
