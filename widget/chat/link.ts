// The socket to Foyer: says hello, pings, and comes back by itself when it was lost (R15).
import { cut } from "../tracker/kept.ts";
import type { Received } from "./frames.ts";
import { pollAddress, Polled } from "./polled.ts";

/** At most so long after the first, second ... failure, and a second at least: a restart must not have all come at once (R16). */
const WAITS_S = [2, 4, 8, 15, 30];
const PING_MS = 25_000;
const ANSWER_MS = 10_000;
/** So many sockets that never said a word, and requests take their turn (R25). */
const BLOCKED_AFTER = 2;
/** Foyer does not want this page: trying again would not help. */
const REFUSED = 1008;

export type Standing = "off" | "trying" | "on" | "waiting" | "refused";

/** How long to wait before a try, in ms; `chance` is 0 to 1. */
export function waitMs(failures: number, chance: number): number {
  const most = WAITS_S[Math.min(failures, WAITS_S.length) - 1] ?? 1;
  return Math.round(1000 * (1 + chance * (most - 1)));
}

export class Link {
  standing: Standing = "off";
  /** When the next try is, in ms since the epoch. */
  nextAt = 0;
  private socket: WebSocket | Polled | null = null;
  private failures = 0;
  /** Which way was welcomed last; null before the first welcome. */
  private polls: boolean | null = null;
  private retry = 0;
  private pings = 0;
  private silence = 0;

  constructor(
    private readonly url: string,
    private readonly hello: () => object,
    private readonly onFrame: (frame: Received) => void,
    private readonly onChange: () => void,
  ) {
    addEventListener("online", () => this.standing === "waiting" && this.tryNow());
    addEventListener("offline", () => this.socket && this.lost(this.socket));
    addEventListener("pagehide", () => this.drop());
    addEventListener("pageshow", (event) => event.persisted && this.standing !== "off" && this.tryNow());
  }

  open(): void {
    if (this.standing === "off") this.connect();
  }

  close(): void {
    this.drop();
    this.change("off");
  }

  /** A new socket, since another chat is meant. */
  restart(): void {
    this.drop();
    this.connect();
  }

  tryNow(): void {
    this.drop();
    this.connect();
  }

  /** Sends when there is a welcomed socket; says whether. */
  send(frame: object): boolean {
    if (this.standing !== "on" || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.write(frame);
    return true;
  }

  private connect(): void {
    clearTimeout(this.retry);
    const socket = (this.socket = this.asks() ? new Polled(pollAddress(this.url)) : new WebSocket(this.url));
    this.change("trying");
    this.expectAnswer(socket);
    socket.onopen = () => this.write(this.hello());
    socket.onmessage = (event: { data: unknown }) => this.hear(socket, String(event.data));
    socket.onclose = (event: { code: number }) => {
      if (event.code === REFUSED && socket === this.socket) {
        this.drop();
        this.change("refused");
      } else this.lost(socket);
    };
  }

  /** Whether this try goes by requests: the way that worked, and from the third failure on both in turn. */
  private asks(): boolean {
    return this.polls ?? (this.failures >= BLOCKED_AFTER && this.failures % 2 === 0);
  }

  private hear(socket: WebSocket | Polled, data: string): void {
    if (socket !== this.socket) return;
    clearTimeout(this.silence);
    const frame = JSON.parse(data) as Received;
    if (frame.t === "ready") {
      this.failures = 0;
      this.polls = socket instanceof Polled;
      this.pings = window.setInterval(() => this.ping(socket), PING_MS);
      this.change("on");
    }
    this.onFrame(frame);
  }

  private ping(socket: WebSocket | Polled): void {
    this.send({ t: "ping" });
    this.expectAnswer(socket);
  }

  private expectAnswer(socket: WebSocket | Polled): void {
    clearTimeout(this.silence);
    this.silence = window.setTimeout(() => this.lost(socket), ANSWER_MS);
  }

  private lost(socket: WebSocket | Polled): void {
    if (socket !== this.socket) return;
    this.drop();
    this.failures += 1;
    const wait = waitMs(this.failures, Math.random());
    this.nextAt = Date.now() + wait;
    this.retry = window.setTimeout(() => this.connect(), wait);
    this.change("waiting");
  }

  private drop(): void {
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    clearInterval(this.pings);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** Half a letter, as at the end of a text that was cut, would make Foyer close the socket. */
  private write(frame: object): void {
    this.socket?.send(JSON.stringify(frame, (_, value: unknown) => (typeof value === "string" ? cut(value, Infinity) : value)));
  }

  private change(standing: Standing): void {
    this.standing = standing;
    this.onChange();
  }
}
