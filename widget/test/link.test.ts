import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Link } from "../chat/link.ts";

const VISITORS = 400;
const AWAY_MS = 12_000;
const GOAL_MS = 60_000;

/** A socket of a server that may be away; while it is there it welcomes everybody. */
class Socket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static isThere = true;
  static open: Socket[] = [];
  readyState = Socket.CONNECTING;
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};

  constructor() {
    queueMicrotask(() => (Socket.isThere ? this.welcome() : this.end(1006)));
  }

  send(text: string): void {
    if (JSON.parse(text).t === "ping") queueMicrotask(() => this.onmessage({ data: '{"t": "pong"}' }));
  }

  close(): void {}

  /** What a server does to everybody when it stops (1012). */
  static restart(): void {
    Socket.isThere = false;
    for (const socket of Socket.open.splice(0)) socket.end(1012);
  }

  private welcome(): void {
    this.readyState = Socket.OPEN;
    Socket.open.push(this);
    this.onopen();
    this.onmessage({ data: '{"t": "ready"}' });
  }

  private end(code: number): void {
    this.onclose({ code });
  }
}

/** The same chances in every run, evenly spread. */
function chances(): () => number {
  let nth = 0;
  return () => (nth++ * 0.618034) % 1;
}

async function pass(ms: number, each: (at: number) => void): Promise<void> {
  for (let at = 0; at < ms; at += 100) {
    mock.timers.tick(100);
    await Promise.resolve();
    each(at);
  }
}

test("after a restart visitors come back at spread moments, and all of them in time", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  mock.method(Math, "random", chances());
  Object.assign(globalThis, { WebSocket: Socket, window: globalThis, addEventListener: () => {} });
  const links = Array.from({ length: VISITORS }, () => new Link("wss://foyer.example/ws/visitor", () => ({}), () => {}, () => {}));
  for (const link of links) link.open();
  await Promise.resolve();
  assert.ok(links.every((link) => link.standing === "on"));
  Socket.restart();
  const back: number[] = [];
  await pass(GOAL_MS, (at) => {
    Socket.isThere = at >= AWAY_MS;
    back.push(links.filter((link) => link.standing === "on").length);
  });
  const perSecond = back.filter((_, n) => n % 10 === 9).map((here, n, all) => here - (all[n - 1] ?? 0));
  assert.equal(back.at(-1), VISITORS);
  assert.ok(Math.max(...perSecond) < VISITORS / 5, `${Math.max(...perSecond)} of ${VISITORS} within one second`);
  mock.reset();
  mock.timers.reset();
});
