// One file into a form: chosen, or dropped on its field: [data-file-drop] holds the field and [data-file-name].
const place = (event) => event.target.closest?.("[data-file-drop]");

function show(target) {
  const [file] = target.querySelector("input").files;
  if (file) target.querySelector("[data-file-name]").textContent = file.name;
  target.classList.toggle("set", Boolean(file));
}

document.addEventListener("change", (event) => place(event) && show(place(event)));
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const target = place(event);
    if (!target) return;
    event.preventDefault();
    target.classList.add("over");
  });
}
document.addEventListener("dragleave", (event) => place(event)?.classList.remove("over"));
document.addEventListener("drop", (event) => {
  const target = place(event);
  if (!target) return;
  event.preventDefault();
  target.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  target.querySelector("input").files = event.dataTransfer.files;
  show(target);
});
for (const target of document.querySelectorAll("[data-file-drop]")) show(target);
