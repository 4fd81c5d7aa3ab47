// One line after the other, so that their order stays; what was refused for a while is sent again (R11).
import type { App } from "./app.ts";
import { unsent } from "./outbox.ts";

const AGAIN_MS = 2000;

export class Sender {
  private inFlight = "";
  private again = 0;

  constructor(private readonly app: App) {}

  /** The line on its way has an answer, or the socket is a new one. */
  free(): void {
    this.inFlight = "";
  }

  flush(): void {
    const { chat, link } = this.app;
    const [line] = unsent(chat.lines);
    if (!line?.id || this.inFlight || !chat.token) return;
    if (link.send({ t: "send", id: line.id, text: line.text })) this.inFlight = line.id;
  }

  refused(id: string | null, code: string): void {
    if (id !== this.inFlight) return;
    clearTimeout(this.again);
    const next = (): void => {
      this.free();
      this.flush();
    };
    this.again = window.setTimeout(next, code === "slow_down" ? AGAIN_MS : 0);
  }
}
