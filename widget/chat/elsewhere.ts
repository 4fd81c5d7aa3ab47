// The chat on another device: its link and QR code here; there the question whether it is wanted (B24, T6).
import { random } from "../tracker/kept.ts";
import type { App } from "./app.ts";
import type * as Dom from "./dom.ts";
import css from "./elsewhere.css";
import type { Received } from "./frames.ts";
import { isLive } from "./state.ts";
import { TEXTS } from "./texts/elsewhere.ts";

const MINUTE_MS = 60_000;
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";
type Linked = Extract<Received, { t: "link" }>;

export class Elsewhere {
  private readonly looks = new CSSStyleSheet();
  private readonly texts: (typeof TEXTS)["en"];
  private sheet: HTMLElement | null = null;
  private asked = "";
  private ends = 0;

  constructor(
    private readonly app: App,
    private readonly dom: typeof Dom,
    language: string,
  ) {
    this.texts = TEXTS[language as "en"] ?? TEXTS.en;
    this.looks.replaceSync(css);
  }

  /** Asks for a link to the chat of this browser, and shows it. */
  offer(): void {
    this.asked = random();
    const sent = this.app.link.send({ t: "link", id: this.asked, url: location.href });
    this.show(this.texts.offer, this.words(sent ? this.texts.making : this.texts.failed));
  }

  /** Somebody came by such a link. A chat that goes on here already stays; nothing is opened unasked. */
  ask(code: string): void {
    if (isLive(this.app.chat)) return this.show(this.texts.ask, this.words(this.texts.busy));
    const yes = this.button(this.texts.yes, "primary", () => this.goOn(code), "go-on");
    this.show(this.texts.ask, this.words(this.texts.careful), yes, this.button(this.texts.no, "soft", () => this.close()));
  }

  hear(frame: Received): void {
    if (!this.sheet) return;
    if (frame.t === "link" && frame.id === this.asked) this.link(frame);
    if (frame.t === "error" && frame.id === this.asked) this.refused(frame.code);
    if (frame.t === "started" && frame.id === this.asked) this.close();
    if (frame.t === "message" && frame.message.text === "other_device" && frame.message.kind === "system") this.close();
  }

  private goOn(code: string): void {
    this.asked = this.app.asking.ask(code);
    this.show(this.texts.ask, this.words(this.texts.opening));
  }

  private link({ url, rows, minutes }: Linked): void {
    const { h } = this.dom;
    const field = h("input", { class: "input", readonly: true, value: url, "aria-label": this.texts.link, "data-foyer": "link", onfocus: () => field.select() });
    const told = h("p", { role: "status" });
    const copy = this.button(this.texts.copy, "primary", () => void this.copy(field, told), "copy");
    const mail = h("a", { class: "btn wide soft", href: this.mailed(url), target: "_blank", "data-foyer": "mail" }, this.texts.mail);
    const back = this.button(this.texts.back, "soft", () => this.close());
    this.show(this.texts.offer, rows.length > 0 && this.drawn(rows), this.words(this.texts.how.replace("{minutes}", String(minutes))), field, copy, mail, back, told);
    clearTimeout(this.ends);
    this.ends = window.setTimeout(() => this.sheet?.contains(field) && this.refused("over"), minutes * MINUTE_MS);
  }

  /** In the visitor's own mail program: Foyer mails no link to an address that somebody typed (T12). */
  private mailed(url: string): string {
    return `mailto:?subject=${encodeURIComponent(this.texts.subject)}&body=${encodeURIComponent(url)}`;
  }

  private refused(code: string): void {
    const again = this.app.chat.token && code !== "devices_many" && code !== "ended" && this.button(this.texts.again, "primary", () => this.offer());
    const words = this.texts[code as "gone"] ?? this.texts.failed;
    this.show(again ? this.texts.offer : this.texts.ask, this.words(words), again);
  }

  private async copy(field: HTMLInputElement, told: HTMLElement): Promise<void> {
    field.select();
    const copied = await (navigator.clipboard?.writeText(field.value) ?? Promise.reject()).then(() => true, () => document.execCommand("copy"));
    this.dom.setText(told, copied ? this.texts.copied : this.texts.mark);
  }

  /** Over the panel, which stands still behind it. */
  private show(title: string, ...children: Dom.Child[]): void {
    this.close(false);
    const { h, iconButton } = this.dom;
    const close = iconButton("down", this.texts.back, { onclick: () => this.close(), "data-foyer": "back" });
    const heading = h("h2", { tabindex: -1 }, title);
    const pressed = (event: KeyboardEvent): void => this.pressed(event);
    this.sheet = h("section", { class: "sheet", "aria-label": title, onkeydown: pressed }, h("header", { class: "bar" }, heading, close), h("div", { class: "form" }, ...children));
    this.app.cover(this.sheet);
    this.style(this.sheet.getRootNode() as ShadowRoot);
    heading.focus();
  }

  private close(returns = true): void {
    const behind = this.sheet?.previousElementSibling as HTMLElement | null | undefined;
    if (behind) behind.inert = false;
    this.sheet?.remove();
    this.sheet = null;
    if (returns && behind) this.app.focus();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  private style(root: ShadowRoot): void {
    if (root.adoptedStyleSheets.includes(this.looks)) return;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.looks];
  }

  private words(text: string): HTMLElement {
    return this.dom.h("p", { role: "status" }, text);
  }

  private button(text: string, look: string, onclick: () => void, hook = ""): HTMLElement {
    return this.dom.h("button", { type: "button", class: `btn wide ${look}`, onclick, "data-foyer": hook || null }, text);
  }

  /** Dark on light in every theme, or phones do not read it. */
  private drawn(rows: string[]): SVGElement {
    const size = rows.length + 2 * QUIET;
    const path = rows.map((row, y) => [...row].map((dark, x) => (dark === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
    const svg = document.createElementNS(SVG, "svg");
    const dots = document.createElementNS(SVG, "path");
    const facts = { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": this.texts.qr, "shape-rendering": "crispEdges" };
    for (const [key, value] of Object.entries(facts)) svg.setAttribute(key, value);
    dots.setAttribute("d", path);
    svg.append(dots);
    return svg;
  }
}
