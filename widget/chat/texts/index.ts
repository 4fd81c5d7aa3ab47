// The language of the widget: the script tag's, else the page's, else the browser's, else English.
import { part } from "../parts.ts";
import { en, type Texts } from "./en.ts";

const LANGUAGES = ["en", "de", "fr"];

export type { Texts };
export type Key = keyof Texts;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** The first of the wished languages that the widget speaks. */
export function languageOf(...wishes: (string | null | undefined)[]): string {
  const short = wishes.map((wish) => (wish ?? "").toLowerCase().split(/[-_]/)[0] ?? "");
  return short.find((language) => LANGUAGES.includes(language)) ?? "en";
}

/** As the page is read; where it does not say so, as its language is. */
export function direction(): string {
  const isRtl = /^(ar|fa|he|ur)\b/i.test(document.documentElement.lang);
  return isRtl ? "rtl" : getComputedStyle(document.body).direction;
}

/** The texts of a language; English is there already, and takes the place of one that cannot be fetched. */
export async function textsIn(language: string, host: string): Promise<Texts> {
  try {
    return language === "en" ? en : (await part(host, language as "de" | "fr")).texts;
  } catch {
    return en;
  }
}

/** Says texts, their {placeholders} filled. */
export function speaker(texts: Texts): Say {
  return (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark));
}
