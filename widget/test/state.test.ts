import assert from "node:assert/strict";
import { test } from "node:test";
import type { Conversation, Message } from "../chat/frames.ts";
import { written } from "../chat/outbox.ts";
import { allSeen, isInvited, isLive, isOver, KEPT_LINES, merged, newChat, received, unread, type Chat } from "../chat/state.ts";

const AT = "2026-11-03T10:41:00Z";
const open: Conversation = { state: "open", agent: "Boris", place: null, invited: false, nameless: false, missed: false, ratable: false, rating: "", comment: "", started: AT, ended: null, last_seq: 1, read_seq: 0 };
const line = (seq: number, kind: Message["kind"] = "agent", id: string | null = null): Message => ({ seq, kind, text: "Yes.", name: "Boris", at: AT, id });
const start = { id: "start-1", name: "Vera", email: "", phone: "", text: "Hello", consent: false, url: "", title: "" };
const talking = (): Chat => ({ ...newChat(), token: "secret", conversation: open, seq: 1, lines: [line(1, "visitor", "a")] });
const ready = (conversation: Conversation | null, messages: Message[] = []) =>
  ({ t: "ready", online: true, agents: [], conversation, messages, more: false }) as const;

test("a start becomes a chat with its secret", () => {
  const chat = received({ ...newChat(), start }, { t: "started", id: "start-1", token: "secret", conversation: open, messages: [line(1, "visitor", "start-1")] });

  assert.deepEqual([chat.token, chat.seq, chat.start, chat.lines.length], ["secret", 1, null, 1]);
});

test("a start that was refused can be sent again", () => {
  assert.equal(received({ ...newChat(), start }, { t: "error", id: "start-1", field: "email", code: "email_invalid" }).start, null);
});

test("numbers may have holes", () => {
  const chat = received(received(talking(), { t: "message", message: line(4) }), { t: "message", message: line(4) });

  assert.deepEqual([chat.seq, chat.lines.map((one) => one.seq)], [4, [1, 4]]);
});

test("an acknowledged line does not skip what an agent wrote before it", () => {
  const chat = { ...talking(), lines: [...talking().lines, written("And?", "b", AT)] };

  assert.equal(received(chat, { t: "ack", id: "b", seq: 3, at: AT }).seq, 1);
});

test("a secret that opens nothing any more is forgotten", () => {
  assert.equal(received(talking(), ready(null)).token, null);
  assert.equal(received({ ...newChat(), start }, ready(null)).start, start);
});

test("a line that came too fast waits on, one after the end does not", () => {
  const chat = { ...talking(), lines: [written("And?", "b", AT)] };

  assert.equal(received(chat, { t: "error", id: "b", field: null, code: "slow_down" }).lines[0]?.failed, undefined);
  assert.equal(received(chat, { t: "error", id: "b", field: null, code: "ended" }).lines[0]?.failed, "ended");
});

test("unread are the lines of agents that were not seen", () => {
  const chat = received(talking(), ready(open, [line(2), line(3, "system"), line(5)]));

  assert.equal(unread(chat), 2);
  assert.equal(unread(allSeen(chat)), 0);
});

test("two tabs have each line once", () => {
  const mine = { ...talking(), lines: [line(1, "visitor", "a"), written("Mine", "b", AT)] };
  const theirs = { ...talking(), seq: 4, lines: [line(1, "visitor", "a"), line(4, "visitor", "b"), written("Theirs", "c", AT)] };

  assert.deepEqual(merged(mine, theirs).lines.map((one) => [one.seq, one.id]), [[1, "a"], [4, "b"], [0, "c"]]);
});

test("a chat that another tab started is taken over", () => {
  assert.equal(merged(newChat(), talking()).token, "secret");
  assert.equal(merged(talking(), newChat()).token, "secret");
});

test("the newest lines are kept, and all that wait", () => {
  const many = Array.from({ length: KEPT_LINES + 50 }, (_, index) => line(index + 2));
  const chat = received({ ...talking(), lines: [written("And?", "b", AT)] }, ready(open, many));

  assert.equal(chat.lines.length, KEPT_LINES + 1);
  assert.equal(chat.lines.at(-1)?.id, "b");
});

test("a chat that ended yesterday is not shown again", () => {
  const ended = { ...talking(), conversation: { ...open, state: "ended" as const, ended: AT } };

  assert.equal(isOver(ended, Date.parse(AT) + 3600_000), false);
  assert.equal(isOver(ended, Date.parse(AT) + 25 * 3600_000), true);
});

const invited: Conversation = { ...open, state: "invited", invited: true };
const greeted = (): Chat =>
  received({ ...newChat(), asked: "ask-1" }, { t: "started", id: "ask-1", token: "secret", conversation: invited, messages: [line(1)] });

test("a question for what an agent wrote becomes a chat with its secret", () => {
  const chat = greeted();

  assert.deepEqual([chat.token, chat.asked, chat.lines.length, unread(chat)], ["secret", null, 1, 1]);
  assert.ok(isLive(chat) && isInvited(chat));
});

test("an invitation of another question is none of mine", () => {
  const chat = { ...newChat(), asked: "ask-2" };

  assert.equal(received(chat, { t: "started", id: "ask-1", token: "secret", conversation: invited, messages: [] }), chat);
});

test("a question that comes too late is forgotten, and no secret with it", () => {
  const chat = received({ ...newChat(), asked: "ask-1" }, { t: "error", id: "ask-1", field: null, code: "gone" });

  assert.deepEqual([chat.asked, chat.token, isLive(chat)], [null, null, false]);
});

test("a lost line is asked for again when the socket is back", () => {
  assert.equal(received({ ...newChat(), asked: "ask-1" }, ready(null)).asked, "ask-1");
});

test("who has answered is no longer only invited", () => {
  assert.equal(isInvited({ ...greeted(), lines: [line(1), written("Yes", "b", AT)] }), false);
});

test("an invitation without an answer goes without a trace, a chat stays", () => {
  const over = { ...invited, state: "ended" as const, ended: AT };

  assert.deepEqual(received(greeted(), { t: "state", conversation: over }), newChat());
  assert.equal(received(greeted(), { t: "state", conversation: { ...over, invited: false } }).token, "secret");
});
