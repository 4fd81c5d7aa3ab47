// A bubble beside the button that says hello once: not to who is in a chat, nor to who did not want it (F28).
import { mayTell } from "../tracker/consent.ts";
import { keep, read } from "../tracker/kept.ts";
import type { App } from "./app.ts";
import type * as Dom from "./dom.ts";
import { picture } from "./picture.ts";

const NAME = "foyer.g";
const NEVER = "never";
/** Longer than any visit lasts. */
const PAUSE_MS = 24 * 3600 * 1000;

export class Greeting {
  readonly element: HTMLElement;

  constructor(
    app: App,
    dom: typeof Dom,
    private readonly open: () => void,
  ) {
    const { config, say } = app;
    const { h, icon, avatar } = dom;
    const face = h("div", {}, avatar(config.name, "l"));
    const who = h("div", { class: "who" }, h("b", {}, config.name));
    const away = () => this.close(NEVER);
    const close = h("button", { type: "button", class: "icon x", "aria-label": say("not_now"), title: say("not_now"), onclick: away }, icon("cross", 18));
    const start = h("button", { type: "button", class: "btn primary small", "data-foyer": "greeted", onclick: () => this.accept() }, say("chat"));
    const later = h("button", { type: "button", class: "btn soft small", "data-foyer": "later", onclick: away }, say("not_now"));
    const words = h("p", { dir: "auto" }, say("greeting"));
    this.element = h("section", { class: "greeting hello", "aria-label": config.name, "data-foyer": "greeting" }, h("header", {}, face, who), close, words, h("div", {}, start, later));
    if (config.logo) picture(app.host + config.logo, dom).then((logo) => face.replaceChildren(logo), () => undefined);
    keep(NAME, String(Date.now()));
  }

  /** Whether this browser may be greeted now: never again after a no, nor twice in a day, nor who wants to be left alone. */
  static isWelcome(): boolean {
    const before = read(NAME);
    return mayTell() && before !== NEVER && !(Date.now() - Number(before) < PAUSE_MS);
  }

  close(answer?: string): void {
    if (answer) keep(NAME, answer);
    this.element.remove();
  }

  private accept(): void {
    this.close();
    this.open();
  }
}
