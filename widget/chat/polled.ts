// A socket made of requests, for networks that let no other through (R25): each is answered as soon as there is something.
type Told = { id: string; first: number; frames: string[]; closed: number | null };

const LOST = 1006;

/** Where the requests of a socket's address go. */
export const pollAddress = (url: string): string => url.replace(/^ws/, "http").replace("/ws/", "/poll/");

/** As much of a WebSocket as is used here. Numbers make a frame that two answers hold one frame. */
export class Polled {
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  private id = "";
  private got = 0;
  private out: string[] = [];
  private sending = false;
  private readonly ended = new AbortController();

  constructor(private readonly url: string) {
    setTimeout(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      this.readyState = WebSocket.OPEN;
      this.onopen?.();
      void this.listen();
    });
  }

  send(data: string): void {
    this.out.push(data);
    if (this.id && !this.sending) void this.flush();
  }

  close(code = LOST): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.ended.abort();
    this.onclose?.({ code });
  }

  private async listen(): Promise<void> {
    while (this.readyState === WebSocket.OPEN) {
      await this.ask(true);
      if (this.out.length) await this.flush();
    }
  }

  private async flush(): Promise<void> {
    this.sending = true;
    while (this.out.length && this.readyState === WebSocket.OPEN) await this.ask(false);
    this.sending = false;
  }

  private async ask(wait: boolean): Promise<void> {
    const body = JSON.stringify({ id: this.id, frames: this.out.splice(0), got: this.got, wait });
    const answer = await fetch(this.url, { method: "POST", body, credentials: "omit", signal: this.ended.signal }).catch(() => null);
    const told = answer?.ok ? ((await answer.json().catch(() => null)) as Told | null) : null;
    if (this.readyState !== WebSocket.OPEN) return;
    if (!told) return this.close();
    this.id = told.id;
    for (const [at, data] of told.frames.entries()) {
      if (told.first + at <= this.got) continue;
      this.got = told.first + at;
      this.onmessage?.({ data });
    }
    if (told.closed !== null) this.close(told.closed);
  }
}
