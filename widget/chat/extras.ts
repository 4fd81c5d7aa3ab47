// What few chats need, fetched when it is wanted the first time, and asked again when that failed (B25).
import type { App } from "./app.ts";
import * as dom from "./dom.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Files } from "./files.ts";
import type { Received } from "./frames.ts";
import { part, type More } from "./parts.ts";

const FRAGMENT = /^#foyer-chat=([\w-]+)$/;

export class Extras {
  private filing?: Promise<Files>;
  private roaming?: Promise<Elsewhere>;

  constructor(
    private readonly app: App,
    private readonly language: string,
  ) {
    addEventListener("hashchange", () => this.arrive());
  }

  more(): Promise<More> {
    return part(this.app.host, "more");
  }

  /** A tone for a new line, unless the portal or the visitor has switched it off. */
  chime(): void {
    if (this.app.config.sound !== false && !this.app.chat.muted) this.more().then((more) => more.chime()).catch(() => undefined);
  }

  /** Files of this page, sent and shown. */
  files(): Promise<Files> {
    this.filing ??= this.more().then((more) => new more.Files(this.app, dom));
    this.filing.catch(() => (this.filing = undefined));
    return this.filing;
  }

  attach(files: Iterable<File>): void {
    this.files().then((one) => one.attach(files)).catch(() => undefined);
  }

  /** The chat on another device, and one of another device here (B24). */
  elsewhere(): Promise<Elsewhere> {
    this.roaming ??= part(this.app.host, "elsewhere").then(({ Elsewhere }) => new Elsewhere(this.app, dom, this.language));
    this.roaming.catch(() => (this.roaming = undefined));
    return this.roaming;
  }

  hear(frame: Received): void {
    void this.roaming?.then((one) => one.hear(frame));
  }

  /** A link of another device was opened: its code leaves the address at once (T5). */
  arrive(): void {
    const code = FRAGMENT.exec(location.hash)?.[1];
    if (!code) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    this.elsewhere().then((one) => one.ask(code)).catch(() => undefined);
  }
}
