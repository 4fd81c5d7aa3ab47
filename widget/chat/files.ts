// Files of a chat: sent with their progress, the same id again until the server has them (R11), and shown (E13).
// A picture is fetched with the secret and drawn, so that a page's policy needs to allow no pictures.
import { random } from "../tracker/kept.ts";
import type { App } from "./app.ts";
import type * as Dom from "./dom.ts";
import type { Attached, Message } from "./frames.ts";
import { handed, joined, refused, type Line } from "./outbox.ts";

const AGAIN_MS = 3000;
const MOST_MB = 10;
const MEGABYTE = 1_000_000;
/** With these the file never gets through. */
const FINAL = [403, 404, 409, 413, 422];

export class Files {
  private readonly files = new Map<string, File>();
  private readonly sent = new Map<string, number>();

  constructor(
    private readonly app: App,
    private readonly dom: typeof Dom,
  ) {}

  attach(files: Iterable<File>): void {
    for (const file of files) {
      const id = random();
      const line = handed(file, id, new Date().toISOString());
      this.files.set(id, file);
      const isLarge = file.size > MOST_MB * MEGABYTE;
      this.relined([...this.app.chat.lines, isLarge ? { ...line, failed: "file_large" } : line]);
      if (!isLarge) this.send(id);
    }
  }

  again(id: string): void {
    this.send(id);
  }

  /** Fills the bubble of a line with its file, and says how far it is. */
  patch(bubble: HTMLElement, line: Line): void {
    const file = line.file!;
    const mark = `${file.id} ${line.seq}`;
    if (bubble.dataset.mark !== mark) {
      bubble.dataset.mark = mark;
      bubble.querySelector(".file")?.remove();
      bubble.append(this.chip(file));
      if (file.picture && line.seq) void this.draw(bubble, file);
    }
    const bar = bubble.querySelector("progress");
    if (bar) bar.value = this.sent.get(line.id ?? "") ?? 0;
  }

  private send(id: string): void {
    const file = this.files.get(id);
    if (!file) return this.fail(id, "file_gone");
    const request = new XMLHttpRequest();
    request.open("POST", this.url(`id=${id}`));
    request.setRequestHeader("Authorization", `Bearer ${this.app.chat.token}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Foyer-Name", encodeURIComponent(file.name));
    request.upload.onprogress = (event) => {
      this.sent.set(id, event.loaded / event.total);
      this.relined(this.app.chat.lines);
    };
    request.onloadend = () => this.answered(id, request);
    request.send(file);
  }

  private answered(id: string, request: XMLHttpRequest): void {
    if (request.status === 200) {
      this.files.delete(id);
      this.relined(joined(this.app.chat.lines, [JSON.parse(request.responseText) as Message]));
    } else if (FINAL.includes(request.status)) this.fail(id, request.responseText);
    else setTimeout(() => this.send(id), AGAIN_MS);
  }

  private fail(id: string, code: string): void {
    this.relined(refused(this.app.chat.lines, id, code));
  }

  private relined(lines: Line[]): void {
    this.app.change({ ...this.app.chat, lines });
  }

  private chip(file: Attached): HTMLElement {
    const { h, icon } = this.dom;
    const words = h("span", {}, h("b", {}, file.name), h("i", {}, this.size(file.size)));
    if (!file.id) return h("span", { class: "file" }, icon("clip", 18), words, h("progress", { max: 1, "aria-label": this.app.say("sending") }));
    return h("button", { type: "button", class: "file", title: this.app.say("save"), onclick: () => void this.save(file) }, icon("clip", 18), words);
  }

  /** The picture in the place of its chip. */
  private async draw(bubble: HTMLElement, file: Attached): Promise<void> {
    const [width, height] = file.picture!;
    try {
      const picture = await createImageBitmap(await this.fetch(file, "&preview"));
      const canvas = this.dom.h("canvas", { width, height, role: "img", "aria-label": file.name });
      canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
      const look = { type: "button", class: "file picture", title: file.name, onclick: () => void this.save(file) };
      bubble.querySelector(".file")?.replaceWith(this.dom.h("button", look, canvas));
    } catch {
      // The chip stays, and the picture can be saved.
    }
  }

  private async save(file: Attached): Promise<void> {
    const href = URL.createObjectURL(await this.fetch(file, ""));
    this.dom.h("a", { href, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(href), AGAIN_MS);
  }

  private async fetch(file: Attached, more: string): Promise<Blob> {
    const headers = { Authorization: `Bearer ${this.app.chat.token}` };
    const answer = await fetch(this.url(`id=${file.id}${more}`), { headers, credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.blob();
  }

  private url(query: string): string {
    return `${this.app.host}/visitor/file?portal=${this.app.key}&${query}`;
  }

  private size(bytes: number): string {
    const [unit, size] = bytes < MEGABYTE ? ["kilobyte", Math.max(1, Math.round(bytes / 1000))] as const : ["megabyte", Math.round(bytes / 100_000) / 10] as const;
    return new Intl.NumberFormat(this.app.locale, { style: "unit", unit }).format(size);
  }
}
