// Green dots come and go on the open page, as people come to the website and leave (D20, F110-F115).
const MOST = 300;
const dots = () => [...document.querySelectorAll("[data-person]")];

async function refresh() {
  const people = [...new Set(dots().map((dot) => dot.dataset.person))].slice(0, MOST);
  if (!people.length || document.hidden) return;
  const answer = await fetch(`/live/people/?of=${people.join(",")}`).catch(() => null);
  if (!answer?.ok) return;
  const here = new Set((await answer.json()).here);
  for (const dot of dots()) dot.hidden = !here.has(Number(dot.dataset.person));
  document.dispatchEvent(new CustomEvent("foyer:dots"));
}

for (const name of ["presence-soon", "again"]) document.addEventListener(`foyer:${name}`, refresh);
document.addEventListener("visibilitychange", refresh);
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-person]") && refresh());
if (document.querySelector("[data-person][hidden]")) refresh();
