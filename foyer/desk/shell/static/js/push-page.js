// The page of one's notifications: switches them on for this device, and tests them step by step.
import { can, post, subscribe, subscription, tell, worker } from "./push.js";
import { piece } from "./texts.js";

const ARRIVES_MS = 20_000;
const card = document.querySelector("[data-push]");
const on = card?.querySelector("[data-push-on]");
const test = card?.querySelector("[data-push-test]");
let device = null;

const SET_UP = [
  ["support", async () => can()],
  ["permission", async () => (await Notification.requestPermission()) === "granted"],
  ["worker", async () => Boolean(await worker())],
  ["device", async () => Boolean((device = await tell(await subscribe(card.dataset.key))))],
];
const TEST = [...SET_UP, ["handed", hand], ["arrived", () => arrived]];
let arrived = null;

async function hand(step) {
  arrived = listen();
  const { sent, words } = await (await post(`${card.dataset.devices}${device}/test/`)).json();
  step.querySelector("[data-why]").textContent = words;
  step.querySelector("[data-why]").hidden = false;
  return sent;
}

function listen() {
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => data?.t === "arrived" && resolve(true));
    setTimeout(resolve, ARRIVES_MS, false);
  });
}

async function run(steps) {
  const list = card.querySelector("[data-push-steps]");
  list.hidden = false;
  for (const step of list.children) {
    step.hidden = !steps.some(([name]) => name === step.dataset.step);
    step.querySelector("[data-mark]").replaceChildren();
    step.querySelector("[data-why]").hidden = true;
  }
  for (const [name, work] of steps) {
    if (!(await look(list.querySelector(`[data-step="${name}"]`), work))) return false;
  }
  return true;
}

async function look(step, work) {
  step.querySelector("[data-mark]").replaceChildren(piece("step-doing"));
  const good = await work(step).catch(() => false);
  step.querySelector("[data-mark]").replaceChildren(piece(good ? "step-good" : "step-bad"));
  if (!good) step.querySelector("[data-why]").hidden = false;
  return good;
}

async function busy(button, steps) {
  button.disabled = true;
  const good = await run(steps);
  button.disabled = false;
  return good;
}

function show(is_on) {
  on.hidden = is_on;
  test.hidden = false;
  card.querySelector("[data-push-is-on]").hidden = !is_on;
  const row = document.querySelector(`[data-device="${device}"]`);
  if (row) row.querySelector("[data-this]").hidden = false;
}

async function start() {
  const found = await subscription();
  device = found ? await tell(found) : null;
  show(Boolean(device));
  document.querySelector(`[data-device="${device}"] form`)?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await found.unsubscribe().catch(() => null);
    event.target.submit();
  });
}

on?.addEventListener("click", async () => {
  if (await busy(on, SET_UP)) location.reload();
});
test?.addEventListener("click", async () => {
  await busy(test, TEST);
  if (device) show(true);
});
if (card) start();
