// <foyer-widget>: the tracker makes it and sets `setup`; everything stands in its shadow root (docs/extending/widget.md).
import type { Setup } from "./frames.ts";
import { languageOf, textsIn } from "./texts/index.ts";
import { Widget } from "./widget.ts";
import css from "./widget.css";

const VARIABLES = { accent: "accent", on_accent: "on-accent", surface: "surface", text: "text", position: "position" } as const;

class FoyerWidget extends HTMLElement {
  declare setup?: Setup;
  private widget?: Widget;

  connectedCallback(): void {
    const { setup } = this;
    if (this.shadowRoot || !setup) return;
    this.theme(setup);
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    const language = languageOf(setup.language, document.documentElement.lang, ...navigator.languages);
    void textsIn(language, setup.host).then((texts) => {
      const { title, welcome, consent, ...own } = setup.config.texts?.[language] ?? {};
      const agreed = setup.config.consent;
      const config = { ...setup.config, consent: agreed && { ...agreed, text: consent || agreed.text }, name: title ?? setup.config.name, welcome };
      const widget = (this.widget = new Widget({ ...setup, config }, language, { ...texts, ...own }));
      root.append(widget.element);
      for (const prefill of setup.opened.splice(0)) widget.open(prefill);
      if (setup.config.near) setup.beat(); // the answer to the first hit came before there was a widget
    });
  }

  open(prefill?: unknown): void {
    if (this.widget) this.widget.open(prefill);
    else this.setup?.opened.push(prefill);
  }

  /** The tracker has heard that an agent wrote to this browser, or may at any moment. */
  near(): void {
    this.widget?.near();
  }

  private theme({ config }: Setup): void {
    for (const [name, variable] of Object.entries(VARIABLES)) {
      const value = config[name as keyof typeof VARIABLES];
      if (value) this.style.setProperty(`--foyer-${variable}`, value);
    }
    for (const name of ["radius", "distance"] as const) {
      if (typeof config[name] === "number") this.style.setProperty(`--foyer-${name}`, `${config[name]}px`);
    }
    const { surface } = config;
    const theme = surface ? themeOf(surface) : (config.theme ?? document.querySelector<HTMLElement>("script[data-portal]")?.dataset.theme);
    if (theme && !this.dataset.theme) this.dataset.theme = theme;
  }
}

/** A portal's own surface is light or dark, whatever the visitor's system is; what lies on it has to follow. */
function themeOf(surface: string): string {
  const [red = 0, green = 0, blue = 0] = (surface.match(/[\da-f]{2}/gi) ?? []).map((part) => parseInt(part, 16));
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
}

if (!customElements.get("foyer-widget")) customElements.define("foyer-widget", FoyerWidget);
