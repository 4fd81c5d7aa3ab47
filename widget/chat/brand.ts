// "Runs on Foyer", which a portal may switch off.
import { h, icon } from "./dom.ts";
import type { Say } from "./texts/index.ts";

export function brand(say: Say, className: string): HTMLElement {
  return h("div", { class: className }, h("span", { dir: "ltr" }, `${say("runs_on")} `, icon("brand", 11), " Foyer"));
}
