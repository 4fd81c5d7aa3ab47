// Lines on their way: kept until the server has them, sent again with the same id, one after the other (R11).
import type { Message } from "./frames.ts";

/** A line that is shown; `seq` is 0 until the server has it, `failed` is why it never will. */
export interface Line extends Message {
  failed?: string;
}

/** A line of the visitor's that waits to be sent. */
export function written(text: string, id: string, at: string): Line {
  return { seq: 0, kind: "visitor", text, name: null, at, id };
}

/** A file of the visitor's on its way; it is sent beside the words, and lives as long as the page. */
export function handed(file: File, id: string, at: string): Line {
  return { ...written(file.name, id, at), file: { id: 0, name: file.name, size: file.size, picture: null } };
}

/** Words that wait, oldest first. */
export function unsent(lines: Line[]): Line[] {
  return lines.filter((line) => !line.seq && !line.failed && !line.file);
}

/** The server has the line. */
export function settled(lines: Line[], id: string, seq: number, at: string): Line[] {
  return ordered(lines.map((line) => (line.id === id && !line.seq ? { ...line, seq, at, failed: undefined } : line)));
}

/** The server will not take the line. */
export function refused(lines: Line[], id: string, code: string): Line[] {
  return lines.map((line) => (line.id === id && !line.seq ? { ...line, failed: code } : line));
}

/** The line is tried once more, after those that wait already. */
export function retried(lines: Line[], id: string): Line[] {
  const line = lines.find((one) => one.id === id && one.failed);
  return line ? [...lines.filter((one) => one !== line), { ...line, failed: undefined }] : lines;
}

/** Adds what the server told; each line stands once, whether it is known by its number or by its id. */
export function joined(lines: Line[], told: Message[]): Line[] {
  if (!told.length) return lines;
  const seqs = new Set(told.map((line) => line.seq));
  const ids = new Set(told.map((line) => line.id).filter(Boolean));
  const others = lines.filter((line) => !(line.seq && seqs.has(line.seq)) && !(line.id && ids.has(line.id)));
  return ordered([...others, ...told]);
}

/** By number; what has none yet stays behind in the order of writing. */
export function ordered(lines: Line[]): Line[] {
  return [...lines].sort((one, other) => (one.seq || Infinity) - (other.seq || Infinity) || 0);
}
