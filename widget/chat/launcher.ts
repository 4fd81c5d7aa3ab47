// The round button, its count of unread lines, and the last line shown once beside it.
import type { App } from "./app.ts";
import * as dom from "./dom.ts";
import { avatar, h, icon, set, setText } from "./dom.ts";
import type { Greeting } from "./greeting.ts";
import { isLive, unread } from "./state.ts";

const MOST_COUNTED = 9;
const SHOWN_MS = 20_000;

export class Launcher {
  readonly button: HTMLButtonElement;
  readonly preview: HTMLButtonElement;
  /** Said by screen readers when a line comes while the panel is closed. */
  readonly told = h("span", { class: "sr", role: "status" });
  private readonly words: HTMLElement | false;
  private readonly badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
  private shownIcon = "";
  private shownSeq: number;
  private folding = 0;
  private greeting = "";
  private bubble?: Greeting;
  private isOpen = false;

  constructor(
    private readonly app: App,
    private readonly toggle: () => void,
  ) {
    const hasWords = app.config.launcher === "words";
    this.words = hasWords && h("span", {}, app.say("chat"));
    this.button = h("button", { type: "button", class: `launcher on-accent${hasWords ? " words" : ""}`, "data-foyer": "launcher", onclick: toggle });
    this.preview = h("button", { type: "button", class: "greeting preview", hidden: true, onclick: toggle });
    this.shownSeq = app.chat.seq;
    const { greets_after_s: pause } = app.config;
    if (pause) setTimeout(() => this.hello().catch(() => undefined), pause * 1000);
    addEventListener("scroll", () => this.fold(), { passive: true });
  }

  /** Says a line that opened the panel by itself: the focus stays where the visitor was. */
  greet(text: string): void {
    this.greeting = text;
    setText(this.told, text);
  }

  /** A bubble that says hello, where somebody is here and no chat has begun. */
  private async hello(): Promise<void> {
    const { app } = this;
    const { Greeting } = await app.extras.more();
    if (this.isOpen || app.chat.conversation || isLive(app.chat) || !app.config.online || document.hidden || !Greeting.isWelcome()) return;
    this.bubble = new Greeting(app, dom, this.toggle);
    this.button.before(this.bubble.element);
    this.greet(app.say("greeting"));
  }

  patch(isOpen: boolean): void {
    const { chat, say } = this.app;
    this.isOpen = isOpen;
    if (!isOpen) this.greeting = "";
    else this.bubble?.close();
    const count = isOpen ? 0 : unread(chat);
    set(this.button, "aria-expanded", String(isOpen));
    const words = this.words ? `${say("chat")}: ` : "";
    set(this.button, "aria-label", isOpen ? say("close") : words + (count ? say("open_unread", { count }) : say("open")));
    this.patchIcon(isOpen ? "down" : "chat");
    this.badge.hidden = !count;
    setText(this.badge, count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));
    setText(this.told, !count ? this.greeting : count === 1 ? say("one_new") : say("many_new", { count }));
    this.patchPreview(!isOpen && count > 0);
  }

  private patchIcon(name: "down" | "chat"): void {
    if (this.shownIcon !== name) this.button.replaceChildren(icon(name, this.words ? 24 : 28), this.words || "", this.badge);
    this.shownIcon = name;
  }

  /** The newest line stands beside the button once, until the page is scrolled or some seconds have passed. */
  private patchPreview(isWanted: boolean): void {
    const { chat, say, config } = this.app;
    const line = chat.lines.filter((one) => one.kind === "agent").pop();
    if (chat.seq < this.shownSeq) this.shownSeq = 0; // another chat, which counts anew
    if (!isWanted || !line) return this.fold();
    if (line.seq <= this.shownSeq) return;
    this.shownSeq = line.seq;
    const name = line.name ?? config.name;
    set(this.preview, "aria-label", say("open_line", { name, text: line.text }));
    this.preview.replaceChildren(avatar(name), h("div", {}, h("b", {}, name), h("p", {}, line.text)));
    this.preview.hidden = false;
    clearTimeout(this.folding);
    this.folding = window.setTimeout(() => this.fold(), SHOWN_MS);
  }

  private fold(): void {
    this.preview.hidden = true;
  }
}
