// The language of the widget: the script tag's, else the page's, else the browser's, else English.
import { de } from "./de.ts";
import { en, type Texts } from "./en.ts";
import { fr } from "./fr.ts";

const LANGUAGES: Record<string, Texts> = { en, de, fr };

export type { Texts };
export type Key = keyof Texts;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** The first of the wished languages that the widget speaks. */
export function languageOf(...wishes: (string | null | undefined)[]): string {
  const short = wishes.map((wish) => (wish ?? "").toLowerCase().split(/[-_]/)[0] ?? "");
  return short.find((language) => language in LANGUAGES) ?? "en";
}

/** Says a text in a language, its {placeholders} filled. */
export function speaker(language: string): Say {
  const texts = LANGUAGES[language] ?? en;
  return (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (mark, name: string) => String(values[name] ?? mark));
}
