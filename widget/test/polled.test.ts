import assert from "node:assert/strict";
import { test } from "node:test";
import { Polled, pollAddress } from "../chat/polled.ts";

type Asked = { id: string; frames: string[]; got: number; wait: boolean };

/** A server that answers what `tell` says; it keeps what was asked. */
function serve(tell: (asked: Asked, nth: number) => object | null): Asked[] {
  const asked: Asked[] = [];
  globalThis.WebSocket ??= { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as never;
  globalThis.fetch = (async (_url: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    await new Promise((go) => setTimeout(go, 5));
    const told = tell(asked.at(-1)!, asked.length);
    return { ok: told !== null, json: async () => told };
  }) as never;
  return asked;
}

const heardBy = (socket: Polled): Promise<{ frames: string[]; code: number }> =>
  new Promise((done) => {
    const frames: string[] = [];
    socket.onmessage = ({ data }) => frames.push(data);
    socket.onclose = ({ code }) => done({ frames, code });
  });

test("requests go where the socket would go", () => {
  assert.equal(pollAddress("wss://foyer.example/ws/visitor"), "https://foyer.example/poll/visitor");
});

test("frames come in order, each once, whatever answers overlap", async () => {
  const asked = serve((_, nth) => [
    { id: "s", first: 1, frames: ["a"], closed: null },
    { id: "s", first: 1, frames: ["a", "b"], closed: null },
    { id: "s", first: 3, frames: ["c"], closed: 1008 },
  ][nth - 1] ?? null);
  const socket = new Polled("/poll/visitor");
  socket.onopen = () => socket.send("hello");
  const { frames, code } = await heardBy(socket);
  assert.deepEqual([frames, code], [["a", "b", "c"], 1008]);
  assert.deepEqual(asked.map(({ id, frames: said, got }) => [id, said, got]), [["", ["hello"], 0], ["s", [], 1], ["s", [], 2]]);
});

test("a request that fails closes it, and nothing more is asked", async () => {
  const asked = serve(() => null);
  assert.equal((await heardBy(new Polled("/poll/visitor"))).code, 1006);
  await new Promise((go) => setTimeout(go, 20));
  assert.equal(asked.length, 1);
});

test("what is said while it waits goes out at once", async () => {
  const asked = serve((_, nth) => (nth > 3 ? null : { id: "s", first: 1, frames: [], closed: null }));
  const socket = new Polled("/poll/visitor");
  setTimeout(() => socket.send("quick"), 8);
  await heardBy(socket);
  assert.ok(asked.some(({ frames, wait }) => frames[0] === "quick" && !wait));
});
