// The composer: Ctrl+Enter or the button sends, a draft is kept per conversation, the visitor sees that one types.
// <form data-compose="42" method="post" action="/inbox/42/messages/"> with textarea[name=text] and radios name=kind.
import { queue } from "./outbox.js";

const TYPING_MS = 3_000;
const form = document.querySelector("form[data-compose]");
const field = form?.querySelector("textarea");
const draft = `foyer.draft.${document.body.dataset.user}.${form?.dataset.compose}`;
let told = 0;

const kind = () => form.querySelector("[name=kind]:checked")?.value || "agent";

function keep() {
  try {
    if (field.value) localStorage.setItem(draft, field.value);
    else localStorage.removeItem(draft);
  } catch { /* storage is full or refused: the text stays in the field */ }
}

function send() {
  const text = field.value.trim();
  if (!text) return field.focus();
  queue({ conversation: form.dataset.compose, url: form.getAttribute("action"), kind: kind(), text });
  field.value = "";
  keep();
  typing(false);
  field.focus();
}

function typing(on) {
  const now = Date.now();
  if (on && (kind() === "note" || now - told < TYPING_MS)) return;
  told = on ? now : 0;
  document.dispatchEvent(new CustomEvent("foyer:say", { detail: { t: "typing", id: Number(form.dataset.compose), on } }));
}

if (form && field) {
  try {
    field.value ||= localStorage.getItem(draft) || "";
  } catch { /* no storage */ }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  field.addEventListener("input", () => {
    keep();
    typing(Boolean(field.value));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name !== "kind") return;
    field.placeholder = event.target.dataset.placeholder || field.placeholder;
    field.focus();
  });
}
