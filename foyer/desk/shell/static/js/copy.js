// [data-copy="#id"] copies the text of that element, or of a field; its icon turns into a tick for a while.
const SHOWN_MS = 2_000;

function tick(button) {
  const use = button.querySelector("use");
  const before = use?.getAttribute("href");
  if (!before || before.endsWith("#check")) return;
  use.setAttribute("href", before.replace(/#.*/, "#check"));
  setTimeout(() => use.setAttribute("href", before), SHOWN_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    tick(button);
    document.dispatchEvent(new CustomEvent("foyer:copied"));
  } catch {
    getSelection().selectAllChildren(source);
  }
});
