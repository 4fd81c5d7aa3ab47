// The chat widget: fetched when the page has nothing else to do, where the portal shows its icon.
import { script } from "./consent.ts";
import { browserId } from "./kept.ts";
import { beat } from "./page.ts";

/** The element; its methods come with the widget's own script. */
export let widget: (Element & { open?: (fill: unknown) => void; near?: () => void }) | undefined;

export function chat(host: string, key: string, opened: unknown[]): void {
  fetch(`${host}/widget/config/${key}.json`, { credentials: "omit" })
    .then((answer) => answer.json())
    .then((config) => {
      if (!config.icon) return;
      widget = Object.assign(document.createElement("foyer-widget"), {
        setup: { config, host, key, browser: browserId, beat, language: script.dataset.lang, opened },
      });
      document.body.append(Object.assign(document.createElement("script"), { src: host + config.script }), widget);
    })
    // Without Foyer there is no chat, and the page does not mind.
    .catch(() => false);
}
