// Pure pieces of text: links in lines, lines of emoji, times and days, who is here.
import type { Say } from "./texts/index.ts";

const LINK = /\b(?:https?:\/\/|mailto:)[^\s<>"']+/gi;
const AFTER_LINK = /[.,;:!?)\]}»”’]+$/;
const EMOJI = /^(?:\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic}|\p{Emoji_Modifier})*\s*){1,3}$/u;
const DAY_MS = 24 * 3600 * 1000;

export interface Piece {
  text: string;
  href?: string;
}

/** A text as pieces; only http, https and mailto are links, a closing mark behind one is none of it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const href = match[0].replace(AFTER_LINK, "");
    if (!/^(https?:\/\/|mailto:)./i.test(href)) continue;
    if (match.index! > end) found.push({ text: text.slice(end, match.index) });
    found.push({ text: href, href });
    end = match.index! + href.length;
  }
  if (end < text.length) found.push({ text: text.slice(end) });
  return found;
}

/** One to three emoji and nothing else. */
export function isEmojiOnly(text: string): boolean {
  return EMOJI.test(text.trim());
}

export function timeOf(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** A name of a day that stands between lines: today, yesterday, or its date. */
export function dayOf(at: string, now: Date, language: string, say: Say): string {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(new Date(at))) / DAY_MS);
  if (days <= 0) return say("today");
  if (days === 1) return say("yesterday");
  return new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long" }).format(new Date(at));
}

/** When somebody is back, in the visitor's zone and language: today, tomorrow, or on a day. */
export function backAt(back: string, now: Date, language: string, say: Say): string {
  const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((midnight(new Date(back)) - midnight(now)) / DAY_MS);
  const time = timeOf(back, language);
  if (days <= 1) return say(days < 1 ? "back_today" : "back_tomorrow", { time });
  return say("back_on", { time, day: new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(new Date(back)) });
}

/** Who can answer now, as a sentence; or when somebody is back. */
export function whoIsHere(agents: string[], online: boolean, say: Say, back = ""): string {
  const [name, other] = agents;
  if (!online) return back ? `${back} ${say("write_us")}` : say("nobody_here");
  if (!name) return "";
  if (!other) return say("one_here", { name });
  return agents.length === 2 ? say("two_here", { name, other }) : say("many_here", { count: agents.length });
}
