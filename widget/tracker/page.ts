// The page that is shown: its view, its visible time, its goodbye.
import { add, send } from "./outbox.ts";
import { random } from "./kept.ts";

const BEAT_MS = 15000;

let common: Record<string, string>;
let page = "";
let address = "";
let referrer = document.referrer;
let visibleMs = 0;
let visibleSince = 0;

export function follow(portal: string, browser: string): void {
  common = { portal, browser };
  view();
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (this: History, ...rest: Parameters<typeof original>) {
      original.apply(this, rest);
      setTimeout(moved);
    };
  }
  addEventListener("popstate", () => setTimeout(moved));
  addEventListener("hashchange", moved);
  addEventListener("pageshow", (event) => event.persisted && view());
  addEventListener("pagehide", () => {
    leave();
    send(true);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) beat(true);
    else visibleSince = Date.now();
  });
  setInterval(() => document.hidden || beat(), BEAT_MS);
}

export function tell(name: string, data: unknown): void {
  hit("event", { name: String(name), data: data && typeof data === "object" ? data : { value: data ?? null }, url: address });
  send();
}

function view(): void {
  page = random();
  address = location.href;
  visibleMs = 0;
  visibleSince = document.hidden ? 0 : Date.now();
  const { width, height } = screen;
  setTimeout(() => {
    hit("view", { url: address, title: document.title, referrer, language: navigator.language, screen: `${width}x${height}` });
    referrer = address;
    send();
  });
}

/** A new address is a new page; a mere anchor is not. */
function moved(): void {
  if (place(location.href) === place(address)) return;
  leave();
  view();
}

function place(url: string): string {
  return url.replace(/#(?!\/|!\/).*$/, "");
}

function leave(): void {
  hit("bye", { seconds: seconds() });
}

function beat(hidden?: boolean): void {
  hit("beat", { seconds: seconds() });
  if (hidden) visibleSince = 0;
  send();
}

function seconds(): number {
  const now = Date.now();
  if (visibleSince) {
    visibleMs += now - visibleSince;
    visibleSince = now;
  }
  return Math.round(visibleMs / 1000);
}

function hit(type: string, more: Record<string, unknown>): void {
  add({ v: 1, id: random(), type, ...common, page, at: Date.now(), ...more });
}
