// What is fetched only where it is wanted: a language, and what few chats need (B25). build.mjs names the files.
import type * as Roaming from "./elsewhere.ts";
import type * as Kit from "./more.ts";
import type { Texts } from "./texts/en.ts";

export type More = typeof Kit;

interface Parts {
  more: More;
  elsewhere: typeof Roaming;
  de: { texts: Texts };
  fr: { texts: Texts };
}

declare const PARTS: Record<string, string>;

/** A part of the widget; a refusal when the network, or a page's policy, does not let it through. */
export function part<Name extends keyof Parts>(host: string, name: Name): Promise<Parts[Name]> {
  return import(`${host}/widget/${PARTS[name]}`) as Promise<Parts[Name]>;
}
