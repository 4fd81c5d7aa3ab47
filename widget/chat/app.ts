// What the parts of the widget share: what is known, and what can be done.
import type { Config, Start } from "./frames.ts";
import type { Asking } from "./asking.ts";
import type { Extras } from "./extras.ts";
import type { Link } from "./link.ts";
import type { Chat } from "./state.ts";
import type { Say } from "./texts/index.ts";

/** Ids of what a visitor says besides lines begin with these; all others are digits. */
export const INTRODUCTION = "i-";
export const RATING = "r-";

export interface App {
  readonly config: Config;
  /** How times and dates are written. */
  readonly locale: string;
  readonly say: Say;
  readonly link: Link;
  readonly chat: Chat;
  /** Who is writing now. */
  readonly typing: string | null;
  /** The refusal of the last start, or of the last introduction. */
  readonly refusal: { code: string; field: string | null } | null;
  /** Whether the socket has been away for so long that the visitor is told. */
  readonly isCutOff: boolean;
  /** Where Foyer is, and the key of the portal. */
  readonly host: string;
  readonly key: string;
  /** What few chats need, fetched when it is wanted. */
  readonly extras: Extras;
  readonly asking: Asking;
  /** What is known after something has happened; other tabs hear of it. */
  change(chat: Chat): void;
  begin(start: Omit<Start, "id" | "url" | "title">): void;
  write(text: string): void;
  retry(id: string): void;
  preview(text: string): void;
  end(): void;
  renew(): void;
  mute(muted: boolean): void;
  /** The visitor may have seen what is shown. */
  look(): void;
  /** Puts a sheet over the panel, which stands still behind it. */
  cover(sheet: HTMLElement): void;
  /** To where one writes, or goes on. */
  focus(): void;
  close(): void;
}
