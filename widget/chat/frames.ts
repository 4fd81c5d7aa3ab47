// What goes over the visitor's socket (docs/extending/widget.md).
import type { Texts } from "./texts/en.ts";

/** A file of a line; a picture has the size of its preview. `id` is 0 until the server has it. */
export interface Attached {
  id: number;
  name: string;
  size: number;
  picture: [number, number] | null;
}

export interface Message {
  seq: number;
  kind: "visitor" | "agent" | "system";
  text: string;
  name: string | null;
  at: string;
  id: string | null;
  file?: Attached | null;
}

export interface Conversation {
  state: "waiting" | "invited" | "open" | "ended";
  agent: string | null;
  place: number | null;
  /** An agent wrote first, and the visitor has not answered. */
  invited: boolean;
  /** The visitor answered and has not said who he is. */
  nameless: boolean;
  missed: boolean;
  /** It is over, and the visitor may say how it was. */
  ratable: boolean;
  rating: "" | "good" | "bad";
  comment: string;
  started: string;
  ended: string | null;
  last_seq: number;
  read_seq: number;
}

export interface Start {
  id: string;
  name: string;
  email: string;
  phone: string;
  text: string;
  consent: boolean;
  url: string;
  title: string;
}

export type Received =
  | { t: "ready"; online: boolean; agents: string[]; back?: string | null; conversation: Conversation | null; messages: Message[]; more: boolean }
  | { t: "started"; id: string; token: string; conversation: Conversation; messages: Message[] }
  | { t: "ack"; id: string; seq: number; at: string }
  | { t: "message"; message: Message }
  | { t: "state"; conversation: Conversation }
  | { t: "typing"; name: string; on: boolean }
  | { t: "online"; online: boolean; agents: string[]; back?: string | null }
  | { t: "error"; id: string | null; field: string | null; code: string }
  | { t: "link"; id: string; url: string; rows: string[]; minutes: number }
  | { t: "invited" }
  | { t: "pong" };

export interface Config {
  name: string;
  accent?: string | null;
  on_accent?: string | null;
  surface?: string | null;
  text?: string | null;
  radius?: number | null;
  position?: string | null;
  online: boolean;
  agents: string[];
  /** An agent looks at who is here, and may write to them. */
  near?: boolean;
  /** When the business hours begin again; null while they last, or where there are none. */
  back?: string | null;
  /** In pixels from the edges of the window. */
  distance?: number | null;
  theme?: "light" | "dark" | null;
  /** Whether the button has words. */
  launcher?: "icon" | "words";
  /** Where a picture for the head is. */
  logo?: string | null;
  sound?: boolean;
  emoji?: boolean;
  /** A bubble beside the button after so many seconds. */
  greets_after_s?: number | null;
  /** The portal's own texts by language. */
  texts?: Record<string, Partial<Texts> & { title?: string; welcome?: string; consent?: string }>;
  /** What is said while somebody is here, in place of who it is. */
  welcome?: string;
  fields: Record<string, "required" | "optional" | "hidden">;
  consent: { text: string; url: string } | null;
  brand: boolean;
}

export interface Prefill {
  name?: string;
  email?: string;
  phone?: string;
  text?: string;
}

export interface Setup {
  config: Config;
  host: string;
  key: string;
  /** The browser's name; it is made when the visitor opens the chat, not before. */
  browser: () => string;
  /** Has the tracker tell that the visitor is here, if it may; the answer says whether to be near. */
  beat: () => void;
  language?: string;
  opened: unknown[];
}
