// chat/polled.ts
var LOST = 1006;
var pollAddress = (url) => url.replace(/^ws/, "http").replace("/ws/", "/poll/");
var Polled = class {
  constructor(url) {
    this.url = url;
    this.readyState = WebSocket.CONNECTING;
    this.onopen = null;
    this.onmessage = null;
    this.onclose = null;
    this.id = "";
    this.got = 0;
    this.out = [];
    this.sending = false;
    this.ended = new AbortController();
    setTimeout(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      this.readyState = WebSocket.OPEN;
      this.onopen?.();
      void this.listen();
    });
  }
  send(data) {
    this.out.push(data);
    if (this.id && !this.sending) void this.flush();
  }
  close(code = LOST) {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    this.ended.abort();
    this.onclose?.({ code });
  }
  async listen() {
    while (this.readyState === WebSocket.OPEN) {
      await this.ask(true);
      if (this.out.length) await this.flush();
    }
  }
  async flush() {
    this.sending = true;
    while (this.out.length && this.readyState === WebSocket.OPEN) await this.ask(false);
    this.sending = false;
  }
  async ask(wait) {
    const body = JSON.stringify({ id: this.id, frames: this.out.splice(0), got: this.got, wait });
    const answer = await fetch(this.url, { method: "POST", body, credentials: "omit", signal: this.ended.signal }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
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
};
export {
  Polled,
  pollAddress
};
