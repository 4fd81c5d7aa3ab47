// Hits on their way: kept until Foyer has them on disk, sent again when the network was away.
import { script } from "./consent.ts";
import { keep, read } from "./kept.ts";
import { widget } from "./widget.ts";

export type Hit = Record<string, unknown> & { id: string; at: number };

const enum Most {
  KEPT = 100,
  /** Browsers take at most 64 kB from a page that goes away; a hit has at most 7. */
  BATCH = 8,
  AGE_MS = 86_400_000,
  PAUSE_MS = 60_000,
}
const enum Told {
  /** Somebody has written to this browser, or may at any moment; otherwise the answer is empty, 204. */
  INVITED = 200,
  /** Too fast, or Foyer is away: from here on a refusal passes. */
  LATER = 429,
}

let sending: boolean;
let failures = 0;

/** Keeps a hit; of the times of a page that wait only the newest says something. */
export function add(hit: Hit): void {
  store([...waiting().filter((old) => !(hit.seconds && old.type === "beat" && old.page === hit.page)), hit]);
}

/** Sends what waits; with `leaving` by a beacon, since the page goes away. What may not arrive stays for the next page. */
export function send(leaving?: unknown): void {
  const hits = batch();
  if (!hits[0]) return;
  const url = new URL("/collect", script.src);
  const body = JSON.stringify(hits.map((hit) => ({ ...hit, sent: Date.now() })));
  if (leaving === true) {
    if (navigator.sendBeacon(url, body) && navigator.onLine && !failures) drop(hits);
    return;
  }
  if (sending) return;
  sending = true;
  fetch(url, { method: "POST", body, keepalive: true, credentials: "omit" })
    .then(({ status }) => {
      if (status === Told.INVITED) widget?.near?.();
      return status < Told.LATER;
    })
    .catch(() => false)
    .then((settled) => {
      sending = false;
      failures = settled ? 0 : failures + 1;
      if (settled) drop(hits);
      if (waiting()[0]) setTimeout(send, Math.min(failures ** 3 * 1000, Most.PAUSE_MS));
    });
}

/** The oldest hits that may share a post: those of one portal and one browser. */
function batch(): Hit[] {
  const all = waiting();
  return all.filter((hit) => hit.portal === all[0]!.portal && hit.browser === all[0]!.browser).slice(0, Most.BATCH);
}

function waiting(): Hit[] {
  try {
    const hits = JSON.parse(read("foyer.q") || "[]") as Hit[];
    return hits.filter((hit) => hit.at > Date.now() - Most.AGE_MS);
  } catch {
    return [];
  }
}

function drop(sent: Hit[]): void {
  store(waiting().filter((hit) => !sent.some(({ id }) => id === hit.id)));
}

function store(hits: Hit[]): void {
  keep("foyer.q", JSON.stringify(hits.slice(-Most.KEPT)));
}
