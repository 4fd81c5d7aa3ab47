// Switches and choices that save at once: <form data-save> is sent when one of its controls changes; a refusal turns it back.
document.addEventListener("change", async (event) => {
  const form = event.target.closest("form[data-save]");
  if (!form || form.matches("[hx-post]")) return;
  const control = event.target;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": document.body.dataset.csrf } });
    if (!answer.ok) throw new Error(String(answer.status));
    document.dispatchEvent(new CustomEvent("foyer:saved", { detail: { form } }));
  } catch {
    if (control.type === "checkbox") control.checked = !control.checked;
    document.dispatchEvent(new CustomEvent("foyer:failed"));
  }
});
