// Questions for a chat that was begun elsewhere: by an agent (B7), or on another device of the visitor's (B24).
import { random } from "../tracker/kept.ts";
import type { App } from "./app.ts";

export class Asking {
  /** Of the link by which somebody came from another device; it is not kept (T5). */
  private code = "";

  constructor(private readonly app: App) {}

  /** Says the id of the question; it is sent again with every new socket until it is answered. */
  ask(code = ""): string {
    const asked = random();
    this.code = code;
    this.app.change({ ...this.app.chat, asked });
    this.app.link.open();
    this.send();
    return asked;
  }

  send(): void {
    const { asked: id } = this.app.chat;
    if (id) this.app.link.send(this.code ? { t: "continue", id, code: this.code } : { t: "fetch", id });
  }
}
