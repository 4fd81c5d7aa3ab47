// A button that puts something into a text: <button data-insert="#field" data-value="{{visitor}}">, at the cursor.
// A space goes before what is to be typed on, as the / of canned replies is.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = button && document.querySelector(button.dataset.insert);
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  const space = "apart" in button.dataset && /\S$/.test(before) ? " " : "";
  field.focus();
  field.setRangeText(space + button.dataset.value, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
