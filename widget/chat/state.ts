// What is known of the visitor's chat: a value, and what each frame makes of it. No page, no socket.
import type { Conversation, Received, Start } from "./frames.ts";
import { joined, ordered, settled, refused, type Line } from "./outbox.ts";

export const KEPT_LINES = 200;
const OVER_MS = 24 * 3600 * 1000;
/** These refusals pass by themselves; the line waits on. */
const PASSING = ["slow_down"];

export interface Chat {
  token: string | null;
  /** The highest number received in order; what comes after it is asked for. */
  seq: number;
  /** The highest number the visitor has had before his eyes. */
  seen: number;
  conversation: Conversation | null;
  lines: Line[];
  /** A start that the server has not answered yet. */
  start: Start | null;
  /** The id of a question for what an agent wrote first; it has no answer yet. */
  asked: string | null;
  muted: boolean;
}

export function newChat(muted = false): Chat {
  return { token: null, seq: 0, seen: 0, conversation: null, lines: [], start: null, asked: null, muted };
}

/** The chat after a frame of the server. */
export function received(chat: Chat, frame: Received): Chat {
  switch (frame.t) {
    case "ready":
      if (!frame.conversation) return chat.token ? { ...newChat(chat.muted), start: chat.start, asked: chat.asked } : chat;
      return told(standing(chat, frame.conversation), frame.messages);
    case "started":
      if (frame.id !== chat.start?.id && frame.id !== chat.asked) return chat;
      return told({ ...newChat(chat.muted), token: frame.token, conversation: frame.conversation }, frame.messages);
    case "message":
      return told(chat, [frame.message]);
    case "state":
      return standing(chat, frame.conversation);
    case "ack":
      return { ...chat, lines: settled(chat.lines, frame.id, frame.seq, frame.at) };
    case "error":
      return withError(chat, frame.id, frame.code);
    default:
      return chat;
  }
}

/** How many lines of an agent the visitor has not seen. */
export function unread(chat: Chat): number {
  return chat.lines.filter((line) => line.kind === "agent" && line.seq > chat.seen).length;
}

/** An agent wrote first, and the visitor has said nothing. */
export function isInvited(chat: Chat): boolean {
  return chat.conversation?.state === "invited" && !chat.lines.some((line) => line.kind === "visitor");
}

/** The chat with everything seen. */
export function allSeen(chat: Chat): Chat {
  return { ...chat, seen: Math.max(chat.seen, ...chat.lines.map((line) => line.seq)) };
}

/** What another tab keeps, and this one: the same chat has the lines of both, another chat takes this one's place. */
export function merged(mine: Chat, theirs: Chat): Chat {
  const same = mine.token === theirs.token || mine.conversation?.started === theirs.conversation?.started;
  if (!same || !mine.token) return theirs.token || mine.conversation?.state === "ended" ? theirs : mine;
  const known = joined(mine.lines, theirs.lines.filter((line) => line.seq));
  const ids = new Set(known.map((line) => line.id));
  return {
    ...mine,
    token: theirs.token,
    seq: Math.max(mine.seq, theirs.seq),
    seen: Math.max(mine.seen, theirs.seen),
    lines: kept([...known, ...theirs.lines.filter((line) => !line.seq && !ids.has(line.id))]),
    muted: theirs.muted,
  };
}

/** A chat that ended long ago is not shown again. */
export function isOver(chat: Chat, now: number): boolean {
  const ended = chat.conversation?.ended;
  return chat.conversation?.state === "ended" && !!ended && now - Date.parse(ended) > OVER_MS;
}

/** Whether the server has something to tell without being asked. */
export function isLive(chat: Chat): boolean {
  return !!chat.start || !!chat.asked || (!!chat.token && chat.conversation?.state !== "ended");
}

/** What an agent wrote to a visitor who never answered is gone when it is over: he had no part in it. */
function standing(chat: Chat, conversation: Conversation): Chat {
  const isGone = conversation.state === "ended" && conversation.invited;
  return isGone ? newChat(chat.muted) : { ...chat, conversation };
}

function told(chat: Chat, messages: Line[]): Chat {
  const seq = Math.max(chat.seq, ...messages.map((line) => line.seq));
  return { ...chat, seq, lines: kept(joined(chat.lines, messages)) };
}

function withError(chat: Chat, id: string | null, code: string): Chat {
  if (id && id === chat.asked) return { ...chat, asked: null };
  if (!id || PASSING.includes(code)) return id && id === chat.start?.id ? { ...chat, start: null } : chat;
  if (id === chat.start?.id) return { ...chat, start: null };
  return { ...chat, lines: refused(chat.lines, id, code) };
}

/** The newest lines; what is not sent yet is never dropped. */
function kept(lines: Line[]): Line[] {
  const sorted = ordered(lines);
  const sent = sorted.filter((line) => line.seq);
  return [...sent.slice(-KEPT_LINES), ...sorted.filter((line) => !line.seq)];
}
