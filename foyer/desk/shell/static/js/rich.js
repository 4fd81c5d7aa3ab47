// The toolbar of a note: data-mark="bold|list|link|at" works on the text area of its form; Ctrl B too.
const area = (from) => from.closest("form")?.querySelector("textarea[data-rich]");

function put(field, text, start, end) {
  field.focus();
  field.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) field.setRangeText(text, start, end, "end"); // keeps undo where it can
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function around(field, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  put(field, before + chosen + after, start, end);
  field.setSelectionRange(start + before.length, start + before.length + chosen.length);
}

function list(field) {
  const { selectionStart, selectionEnd, value } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = value.slice(start, selectionEnd).split("\n");
  put(field, lines.map((line) => (line.startsWith("- ") ? line : `- ${line}`)).join("\n"), start, selectionEnd);
}

function link(field) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const isAddress = /^https?:\/\//.test(chosen);
  put(field, isAddress ? `[](${chosen})` : `[${chosen}](https://)`, start, end);
  const place = isAddress ? start + 1 : start + chosen.length + 3 + "https://".length;
  field.setSelectionRange(place, place);
}

function at(field) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  put(field, start && /\S/.test(value[start - 1]) ? " @" : "@", start, end);
}

const MARKS = { bold: (field) => around(field, "**", "**"), list, link, at };

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-mark]");
  const field = button && area(button);
  if (field) MARKS[button.dataset.mark](field);
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("textarea[data-rich]") || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === "b") {
    event.preventDefault();
    MARKS.bold(event.target);
  } else if (event.key === "Enter") event.target.form?.requestSubmit();
});

// A line after a line of a list is one too; an empty one ends it.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.defaultPrevented || event.isComposing || !field.matches?.("textarea[data-rich]")) return;
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const line = field.value.slice(start, field.selectionStart);
  if (!line.startsWith("- ")) return;
  event.preventDefault();
  if (line.trim() === "-") put(field, "", start, field.selectionStart);
  else put(field, "\n- ", field.selectionStart, field.selectionEnd);
});
