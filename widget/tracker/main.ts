// The tracker: one script tag on a website. It never blocks the page and never throws into it (docs/extending/tracker.md).
import { browserId, forget, keep, read } from "./kept.ts";
import { sendTo } from "./outbox.ts";
import { follow, tell } from "./page.ts";

interface Queue {
  (...call: unknown[]): void;
  q?: Iterable<unknown>[];
  ready?: boolean;
}

const root = window as unknown as { foyer?: Queue };
const script = (document.currentScript ?? document.querySelector("script[data-portal]")) as HTMLScriptElement;

function start(): void {
  const before = root.foyer;
  const key = script?.dataset.portal;
  if (before?.ready || !key) return;
  const host = new URL(script.src).origin;
  const isWatched = !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl && read("foyer.optout") !== "1";
  if (isWatched) {
    sendTo(host + "/collect");
    follow(key, browserId());
  }
  const opened: unknown[] = [];
  const calls: Record<string, (...rest: unknown[]) => void> = {
    event: (name, data) => isWatched && tell(name, data),
    optout: (on) => {
      keep("foyer.optout", on === false ? "" : "1");
      if (on !== false) forget();
    },
    open: (prefill) => {
      const element = document.querySelector("foyer-widget") as (Element & { open?: (fill: unknown) => void }) | null;
      element?.open ? element.open(prefill) : opened.push(prefill);
    },
  };
  const call: Queue = (name, ...rest) => attempt(() => calls[name as string]?.(...rest));
  call.ready = true;
  root.foyer = call;
  for (const waiting of before?.q ?? []) call(...waiting);
  if (script.dataset.chat !== "off") (window.requestIdleCallback ?? setTimeout)(() => void chat(host, key, opened));
}

async function chat(host: string, key: string, opened: unknown[]): Promise<void> {
  try {
    const config = await (await fetch(`${host}/widget/config/${key}.json`, { credentials: "omit" })).json();
    if (!config.icon) return;
    const element = Object.assign(document.createElement("foyer-widget"), {
      setup: { config, host, key, browser: browserId, language: script.dataset.lang, opened },
    });
    const code = Object.assign(document.createElement("script"), { src: host + config.script });
    document.head.append(code);
    document.body.append(element);
  } catch {
    // Without Foyer there is no chat, and the page does not mind.
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.warn("foyer", error);
  }
}

/** A page that is only prepared is nobody's visit yet. */
if ((document as { prerendering?: boolean }).prerendering) document.addEventListener("prerenderingchange", () => attempt(start));
else attempt(start);
