// Native dialogs: [data-dialog="id"] opens one, [data-close] closes it, a click on the veil too; focus returns by itself.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) return document.getElementById(opener.dataset.dialog)?.showModal();
  const dialog = event.target.closest("dialog[open]");
  if (dialog && (event.target === dialog || event.target.closest("[data-close]"))) dialog.close();
});

// A dialog that comes as a fragment opens when it arrives: <dialog data-show-now>.
document.addEventListener("htmx:load", (event) => {
  const fresh = event.target.matches?.("dialog[data-show-now]") ? event.target : event.target.querySelector?.("dialog[data-show-now]");
  if (fresh && !fresh.open) fresh.showModal();
});

// What a dialog was opened for is done.
document.addEventListener("foyer:close", () => { for (const dialog of document.querySelectorAll("#dialogs dialog[open]")) dialog.close(); });

// Ctrl+Enter sends a form[data-send-by-key], as it does in conversations.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.target.closest?.("form[data-send-by-key]")?.requestSubmit();
});

// What is filled in beside an answer chooses it.
document.addEventListener("input", (event) => {
  const answer = event.target.closest(".f-answer")?.querySelector("input[type=radio]");
  if (answer && answer !== event.target) answer.checked = true;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reload]")) location.reload();
});
