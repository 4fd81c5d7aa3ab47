// The chat of each portal, kept in this browser under "foyer.c": a reload and another tab show it at once.
import { keep, read } from "../tracker/kept.ts";
import { isOver, newChat, type Chat } from "./state.ts";

const NAME = "foyer.c";

/** The kept chat of a portal, or a new one. */
export function keptChat(key: string): Chat {
  const chat = { ...newChat(), ...all()[key] };
  if (!Array.isArray(chat.lines)) return newChat();
  return isOver(chat, Date.now()) ? newChat(chat.muted) : chat;
}

/** A file on its way is not kept: it is in the memory of its page. */
export function keepChat(key: string, chat: Chat): void {
  const lines = chat.lines.filter((line) => line.seq || !line.file);
  const text = JSON.stringify({ ...all(), [key]: { ...chat, lines } });
  if (text !== read(NAME)) keep(NAME, text);
}

/** Calls when another tab has changed the kept chat. */
export function onOtherTab(key: string, call: (chat: Chat) => void): () => void {
  const listener = (event: StorageEvent): void => {
    if (event.key === NAME) call(keptChat(key));
  };
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}

/** Whether the panel stands open in this tab; it stays so from page to page. */
export function keptOpen(open?: boolean): boolean {
  try {
    if (open !== undefined) sessionStorage.setItem("foyer.o", open ? "1" : "");
    return sessionStorage.getItem("foyer.o") === "1";
  } catch {
    return false;
  }
}

/** What is typed and not sent: it stays in this tab, from page to page. */
export function keptDraft(words?: Record<string, string>): Record<string, string> {
  try {
    if (words) sessionStorage.setItem("foyer.d", JSON.stringify(words));
    return (JSON.parse(sessionStorage.getItem("foyer.d") || "{}") as Record<string, string>) ?? {};
  } catch {
    return words ?? {};
  }
}

function all(): Record<string, Partial<Chat>> {
  try {
    return (JSON.parse(read(NAME) || "{}") as Record<string, Partial<Chat>>) ?? {};
  } catch {
    return {};
  }
}
