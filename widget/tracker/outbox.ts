// Hits on their way: kept until Foyer has them on disk, sent again when the network was away.
import { keep, read } from "./kept.ts";

export type Hit = Record<string, unknown> & { id: string; at: number };

const MOST = 100;
const BATCH = 25;
const OLDEST_MS = 24 * 3600 * 1000;
const AGAIN_MS = [1000, 5000, 15000, 60000];

let url = "";
let sending = false;
let failures = 0;

export function sendTo(address: string): void {
  url = address;
  addEventListener("online", send);
}

export function add(hit: Hit): void {
  store([...waiting(), hit]);
}

/** Sends what waits; with `leaving` by a beacon, since the page goes away. */
export function send(leaving?: unknown): void {
  const hits = waiting().slice(0, BATCH);
  if (!hits.length) return;
  const body = JSON.stringify(hits.map((hit) => ({ ...hit, sent: Date.now() })));
  if (leaving === true) {
    if (navigator.sendBeacon && navigator.sendBeacon(url, body)) drop(hits);
    return;
  }
  if (sending) return;
  sending = true;
  fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" })
    .then((answer) => answer.ok || (answer.status < 500 && answer.status !== 429))
    .catch(() => false)
    .then((settled) => {
      sending = false;
      failures = settled ? 0 : failures + 1;
      if (settled) drop(hits);
      if (waiting().length) setTimeout(send, settled ? 0 : AGAIN_MS[Math.min(failures, AGAIN_MS.length) - 1]);
    });
}

function waiting(): Hit[] {
  try {
    const hits = JSON.parse(read("foyer.q") || "[]") as Hit[];
    return hits.filter((hit) => hit.at > Date.now() - OLDEST_MS);
  } catch {
    return [];
  }
}

function drop(sent: Hit[]): void {
  const ids = sent.map((hit) => hit.id);
  store(waiting().filter((hit) => !ids.includes(hit.id)));
}

function store(hits: Hit[]): void {
  keep("foyer.q", JSON.stringify(hits.slice(-MOST)));
}
