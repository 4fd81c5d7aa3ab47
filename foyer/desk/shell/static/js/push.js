// Notifications on this device: what the browser gives to be pushed to, and what the server knows of it. Once in each tab
// the server hears of it again, so that it knows the session and whose device this is.
const DEVICES = "/profile/devices/";
const TOLD = `foyer-device-${document.body.dataset.user}`;
const WORKER_MS = 5_000;

/** Whether this browser can be pushed to at all. */
export const can = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The running worker; null when it does not start. */
export function worker() {
  const late = new Promise((resolve) => { setTimeout(resolve, WORKER_MS, null); });
  return Promise.race([navigator.serviceWorker.ready, late]);
}

/** The subscription of this browser; null when there is none. */
export async function subscription() {
  const running = can() ? await worker() : null;
  return (await running?.pushManager.getSubscription()) ?? null;
}

/** Subscribes with our key; one that was made for another key is of no use and goes. */
export async function subscribe(key) {
  const { pushManager } = await worker();
  const old = await pushManager.getSubscription();
  if (old && text(old.options?.applicationServerKey) === key) return old;
  await old?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** Tells the server of it; returns the device's number, or null when it refuses. */
export async function tell(found) {
  const { endpoint, keys } = found.toJSON();
  const answer = await post(DEVICES, { endpoint, ...keys });
  if (!answer.ok) return null;
  sessionStorage.setItem(TOLD, endpoint);
  return (await answer.json()).device;
}

/** A form of ours, posted. */
export function post(address, fields = {}) {
  const headers = { "X-CSRFToken": document.body.dataset.csrf };
  return fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) });
}

async function remind() {
  const found = await subscription();
  if (found && sessionStorage.getItem(TOLD) !== found.endpoint) await tell(found);
}

async function close(tag) {
  const running = await worker();
  for (const shown of (await running?.getNotifications({ tag })) ?? []) shown.close();
}

function text(raw) {
  return raw ? btoa(String.fromCharCode(...new Uint8Array(raw))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") : "";
}

if (can() && document.body.dataset.user) {
  remind().catch(() => null);
  document.addEventListener("foyer:quiet", (event) => close(`conversation-${event.detail.id}`));
  const open = document.querySelector("[data-thread]")?.dataset.thread;
  if (open) close(`conversation-${open}`);
}
