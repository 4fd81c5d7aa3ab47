// What the visitor said to being told of; the script tag on the page says whether it has to ask first (B20, B26).
import { keep, read } from "./kept.ts";

export const script = (document.currentScript ?? document.querySelector("script[data-portal]")) as HTMLScriptElement;
/**
 * What the visitor said: "yes", "no", or "never", which no later yes undoes (B20, B26).
 * Who said nothing is told of, unless the code has `data-consent="ask"`.
 */
export function said(): string | undefined {
  return read("foyer.consent") || script.dataset.consent;
}

/** Whether something may be told, and kept in this browser. */
export function mayTell(): boolean {
  return !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl && (said() || "yes") === "yes";
}

/** Who objects leaves nothing here but that. */
export function say(word: string): void {
  keep("foyer.consent", word);
  if (mayTell()) return;
  keep("foyer.b", "");
  keep("foyer.q", "");
}
