// The tracker: one script tag on a website. It never blocks the page and never throws into it (docs/extending/tracker.md).
import { mayTell, said, say, script } from "./consent.ts";
import { browserId } from "./kept.ts";
import { follow, tell } from "./page.ts";
import { chat, widget } from "./widget.ts";

interface Queue {
  (...call: unknown[]): void;
  q?: Iterable<unknown>[];
  ready?: boolean;
}

declare global {
  interface Window {
    foyer?: Queue;
  }
}

function start(): void {
  const before = window.foyer;
  const key = script?.dataset.portal;
  if (before?.ready || !key) return;
  const host = new URL(script.src).origin;
  if (location.hash === "#foyer-optout") {
    say("never");
    location.href = `${host}/privacy/${key}/done/`;
  }
  const held: [unknown, unknown][] = [];
  const opened: unknown[] = [];
  const calls: Record<string, (...rest: any[]) => void> = {
    event: (...call: [unknown, unknown]) => held.push(call),
    // Events of names that no page gives its own.
    set: (data) => calls.event!("$set", data),
    identify: (data) => calls.event!("$identify", data),
    optout: (on) => say(on === false ? "" : "never"),
    consent: (on) => {
      if (said() !== "never") say(on === false ? "no" : "yes");
      begin();
    },
    open: (prefill) => {
      widget?.open ? widget.open(prefill) : opened.push(prefill);
    },
  };
  const begin = (): void => {
    if (calls.event === tell || !mayTell()) return;
    calls.event = tell;
    follow({ portal: key, browser: browserId(), consent: said(), chat: script.dataset.chat });
    for (const call of held) tell(...call);
  };
  begin();
  const call: Queue = (name, ...rest) => attempt(() => calls[name as string]?.(...rest));
  call.ready = true;
  window.foyer = call;
  for (const waiting of before?.q ?? []) call(...waiting);
  // A page that draws all the time, or one that nobody draws, is never idle.
  if (script.dataset.chat !== "off") (window.requestIdleCallback ?? setTimeout)(() => chat(host, key, opened), { timeout: 2000 });
}

function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    console.warn(error);
  }
}

/** A page that is only prepared is nobody's visit yet. */
if ((document as { prerendering?: boolean }).prerendering) document.addEventListener("prerenderingchange", () => attempt(start));
else attempt(start);
