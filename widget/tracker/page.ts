// The page that is shown: its view, its visible time, its goodbye.
import { add, send } from "./outbox.ts";
import { mayTell } from "./consent.ts";
import { cut, random } from "./kept.ts";

/** An enumeration, because a constant of its own would be longer once it is built. */
const enum Most {
  BEAT_MS = 15000,
  /** Between two looks at the clock more cannot pass, but in a machine that slept. */
  SPAN_MS = 20000,
  /** After so much silence a page that is looked at again is a new view: a visit is over by then (D17). */
  SILENCE_MS = 1800000,
  /** What a single-page application needs to write its title. */
  TITLE_MS = 300,
  TITLE = 300,
  NAME = 100,
  DATA_BYTES = 4096,
}

let common: Record<string, unknown>;
let page: string;
let address: string;
let referrer = document.referrer;
/** When the view was opened that is not told yet; 0 once it is. */
let openedAt: number;
let timer: number;
let toldAt: number;
let visibleMs: number;
let visibleSince: number;

export function follow(about: typeof common): void {
  common = about;
  view(document.title ? 0 : Most.TITLE_MS);
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = (...rest: Parameters<typeof original>) => {
      original.apply(history, rest);
      setTimeout(moved);
    };
  }
  addEventListener("popstate", () => setTimeout(moved)); // also when only the fragment changes
  addEventListener("online", send);
  addEventListener("pageshow", (event) => event.persisted && view(0));
  addEventListener("pagehide", () => {
    leave();
    send(true);
  });
  document.addEventListener("visibilitychange", () => {
    beat();
    visibleSince = document.hidden ? 0 : Date.now();
  });
  setInterval(() => document.hidden || beat(), Most.BEAT_MS);
}

/** An event; what Foyer would refuse is not told, since it would take others with it. */
export function tell(name: unknown, data: unknown): void {
  const told = Object(data) === data ? data : { value: data };
  if (name && new Blob([JSON.stringify(told)]).size <= Most.DATA_BYTES) hit("event", { name: cut(`${name}`, Most.NAME), data: told });
  send();
}

function view(delayMs: number): void {
  page = random();
  address = place(location.href);
  openedAt = Date.now();
  visibleMs = 0;
  visibleSince = document.hidden ? 0 : openedAt;
  clearTimeout(timer);
  timer = setTimeout(() => {
    tellView();
    send();
  }, delayMs);
}

function tellView(): void {
  const at = openedAt;
  if (!at) return;
  openedAt = 0;
  hit("view", {
    url: cut(address),
    title: cut(document.title, Most.TITLE),
    referrer: cut(referrer),
    language: navigator.language,
    screen: `${screen.width}x${screen.height}`,
    at,
  });
  referrer = address;
}

/** A new address is a new page; a mere anchor is not. */
function moved(): void {
  if (place(location.href) === address) return;
  leave();
  view(Most.TITLE_MS);
}

/** Without the anchor, which may be a secret as well (T5); but some applications keep their address there. */
function place(url: string): string {
  return url.replace(/#(?!!?\/).*/, "");
}

/** Goodbye is the last word of a page. */
function leave(): void {
  if (page) hit("bye", { seconds: seconds() });
  page = "";
}

export function beat(): void {
  if (Date.now() - toldAt > Most.SILENCE_MS && !document.hidden) view(0);
  else if (page) hit("beat", { seconds: seconds() });
  send();
}

function seconds(): number {
  const now = Date.now();
  if (visibleSince) {
    visibleMs += Math.max(0, Math.min(now - visibleSince, Most.SPAN_MS));
    visibleSince = now;
  }
  return Math.round(visibleMs / 1000);
}

function hit(type: string, more: Record<string, unknown>): void {
  tellView();
  if (mayTell()) add({ id: random(), type, ...common, page, at: (toldAt = Date.now()), ...more });
}
