// The worker of Foyer as an app. It keeps the page for "no connection" in each language and the files of that page,
// and never a page of somebody (T33). What it keeps has a name of its contents, given in OWN by the server: with
// another Foyer it is another worker, which takes over at once and throws the old files away.
const SAID = "/offline/"; // under this the page in the language of whoever works here
const QUIET_MS = 30_000;
const OTHERS = ["/demo/", "/forms/", "/api/", "/widget/"];
let telling = Promise.resolve();

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && !OTHERS.some((path) => pathname.startsWith(path))) event.respondWith(page(event));
  else if (OWN.files.includes(pathname)) event.respondWith(file(event.request));
});

self.addEventListener("message", (event) => {
  if (event.data?.t === "language") event.waitUntil(speak(event.data.language));
});

async function keep() {
  const kept = await caches.open(OWN.name);
  await kept.addAll([...OWN.files, ...Object.values(OWN.pages)]);
  await speak(navigator.language.slice(0, 2));
}

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== OWN.name).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function speak(language) {
  const kept = await caches.open(OWN.name);
  const said = await kept.match(OWN.pages[language] ?? OWN.pages.en);
  if (said) await kept.put(SAID, said);
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(SAID)) ?? Response.error();
  }
}

async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("push", (event) => {
  const message = event.data.json();
  telling = telling.then(() => tell(message)).catch(() => null); // in their order: the newest stands at last
  event.waitUntil(telling);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

async function tell({ title, body, tag, url, test, language }) {
  const [old] = await self.registration.getNotifications({ tag });
  const renotify = !old || Date.now() - old.timestamp > QUIET_MS; // many lines of one chat make one sound
  const looks = { body, tag, renotify, lang: language, icon: OWN.icon, badge: OWN.badge, data: { url } };
  await self.registration.showNotification(title, looks);
  if (test) for (const page of await pages()) page.postMessage({ t: "arrived", test });
}

async function open(url) {
  const [page] = await pages();
  const known = await page?.navigate(url).catch(() => null); // one that is not ours yet cannot be led elsewhere
  return known ? known.focus() : self.clients.openWindow(url);
}

const pages = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });
