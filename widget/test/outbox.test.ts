import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, refused, retried, settled, unsent, written } from "../chat/outbox.ts";

const AT = "2026-11-03T10:41:00Z";
const told = (seq: number, id: string | null = null) => ({ seq, kind: "visitor" as const, text: "told", name: null, at: AT, id });

test("a line waits until the server has it", () => {
  const lines = [written("first", "a", AT), written("second", "b", AT)];

  assert.deepEqual(unsent(settled(lines, "a", 4, AT)).map((line) => line.id), ["b"]);
});

test("an answer to the same line twice changes nothing", () => {
  const once = settled([written("first", "a", AT)], "a", 4, AT);

  assert.deepEqual(settled(once, "a", 9, AT), once);
});

test("a line stands once, whether it comes by its number or its id", () => {
  const lines = joined([written("first", "a", AT), told(2)], [told(2), told(5, "a")]);

  assert.deepEqual(lines.map((line) => line.seq), [2, 5]);
});

test("what is not sent stays behind, in the order of writing", () => {
  const lines = joined([written("first", "a", AT), written("second", "b", AT)], [told(7)]);

  assert.deepEqual(lines.map((line) => line.id), [null, "a", "b"]);
});

test("a refused line waits no more, until it is tried again", () => {
  const lines = refused([written("first", "a", AT)], "a", "ended");

  assert.equal(unsent(lines).length, 0);
  assert.equal(unsent(retried(lines, "a")).length, 1);
});
