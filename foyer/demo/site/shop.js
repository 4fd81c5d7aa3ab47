// The basket counter, and the two places where the shop speaks to Foyer.
const counter = document.querySelector("[data-basket]");
const count = () => Number(sessionStorage.basket ?? 0);
const tell = (...message) => window.foyer?.(...message);

counter.textContent = count();
addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (add) {
    const quantity = Number(add.form.querySelector("[type=number]").value) || 1;
    sessionStorage.basket = count() + quantity;
    counter.textContent = count();
    tell("event", "added_to_basket", { product: add.dataset.add, quantity });
  }
  if (event.target.closest("[data-foyer-open]")) tell("open");
});

// The form goes on as a chat, with what was written in it.
document.querySelector("[data-foyer-form]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  if (fields.website) return;
  const name = `${fields.first_name} ${fields.last_name}`;
  tell("open", { name, email: fields.email, phone: fields.phone, text: fields.message });
});
