// [data-copy="#id"] copies the text of that element, or of a field; the button is only shown where copying works.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    document.dispatchEvent(new CustomEvent("foyer:copied"));
  } catch {
    getSelection().selectAllChildren(source);
  }
});
