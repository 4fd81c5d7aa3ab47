// The lines of a chat on the page. What has not changed stays, so that screen readers hear only what is new.
import type { App } from "./app.ts";
import { avatar, h, icon, set, setText } from "./dom.ts";
import type { Line } from "./outbox.ts";
import type { Key } from "./texts/index.ts";
import { backAt, dayOf, isEmojiOnly, pieces, timeOf } from "./words.ts";

const GROUP_MS = 3 * 60 * 1000;
const SYSTEM = ["joined", "ended_by_agent", "ended_by_visitor", "other_device"] as const;

/** A file that will never be taken, and why. */
const FINAL = { file_large: 1, file_kind: 1, file_broken: 1, file_empty: 1, file_many: 1 };

interface Item {
  key: string;
  make: () => HTMLElement;
  patch?: (element: HTMLElement) => void;
}

export class Log {
  readonly element: HTMLElement;
  private elements = new Map<string, HTMLElement>();

  constructor(private readonly app: App) {
    this.element = h("div", { class: "log", role: "log", "aria-live": "polite", tabindex: 0, "data-foyer": "log" });
  }

  patch(): void {
    set(this.element, "aria-label", this.app.say("chat_with", { name: this.app.chat.conversation?.agent ?? this.app.config.name }));
    const items = this.items();
    const next = new Map<string, HTMLElement>();
    let place: ChildNode | null = this.element.firstChild;
    for (const item of items) {
      const element = this.elements.get(item.key) ?? item.make();
      item.patch?.(element);
      if (element === place) place = place.nextSibling;
      else this.element.insertBefore(element, place);
      next.set(item.key, element);
    }
    for (const [key, element] of this.elements) if (!next.has(key)) element.remove();
    this.elements = next;
  }

  private items(): Item[] {
    const lines = this.app.chat.lines.filter((line) => line.kind !== "system" || SYSTEM.includes(line.text as never));
    const newestOwn = lines.filter((line) => line.kind === "visitor").pop();
    const items: Item[] = [];
    let day = "";
    lines.forEach((line, index) => {
      const today = dayOf(line.at, new Date(), this.app.locale, this.app.say);
      if (today !== day) items.push(this.day((day = today)));
      if (line.kind === "system") items.push(this.system(line));
      else items.push(...this.words(line, !isGrouped(line, lines[index + 1]), line === newestOwn));
    });
    const { conversation } = this.app.chat;
    if (conversation?.state === "waiting") items.push(this.card());
    if (this.app.typing && (conversation?.state === "open" || conversation?.state === "invited")) items.push(this.typing(this.app.typing));
    return items;
  }

  private day(text: string): Item {
    return { key: `day ${text}`, make: () => h("div", { class: "day" }, text) };
  }

  private system(line: Line): Item {
    const name = line.name ?? this.app.config.name;
    const text = this.app.say(line.text as (typeof SYSTEM)[number], { name });
    const make = (): HTMLElement =>
      h("div", { class: "system", "data-foyer": "line", "data-kind": "system" }, line.text === "joined" && avatar(name, "s"), text);
    return { key: keyOf(line), make };
  }

  private words(line: Line, isLast: boolean, isNewestOwn: boolean): Item[] {
    const isMine = line.kind === "visitor";
    const key = keyOf(line);
    const items: Item[] = [{ key, make: () => this.line(line), patch: (element) => this.patchLine(element, line, isLast) }];
    if (isLast || isNewestOwn || line.failed) {
      const make = (): HTMLElement => h("div", { class: `meta ${isMine ? "mine" : "them"}`, "aria-live": "off" });
      items.push({ key: `${key} meta`, make, patch: (element) => this.patchMeta(element, line, isNewestOwn) });
    }
    return items;
  }

  private line(line: Line): HTMLElement {
    const { say, locale, config } = this.app;
    const isMine = line.kind === "visitor";
    const name = isMine ? say("you") : (line.name ?? config.name);
    const said = h("span", { class: "sr" }, `${say("says", { name, time: timeOf(line.at, locale) })} `);
    const bubble = h("div", { class: isEmojiOnly(line.text) ? "emoji-only" : "bubble", dir: "auto" }, said, ...(line.file ? [h("span", { class: "file" }, line.text)] : linked(line.text)));
    return h("div", { "data-foyer": "line", "data-kind": line.kind }, !isMine && avatar(name, "s"), bubble);
  }

  private patchLine(element: HTMLElement, line: Line, isLast: boolean): void {
    const names = ["msg", line.kind === "visitor" && "me", isLast && "last", line.failed && "failed"];
    set(element, "class", names.filter(Boolean).join(" "));
    set(element, "data-state", line.seq ? "sent" : "sending");
    const bubble = line.file && element.querySelector<HTMLElement>(".bubble");
    if (bubble) this.app.extras.files().then((files) => files.patch(bubble, line)).catch(() => undefined);
    const face = element.querySelector<HTMLElement>(".avatar");
    if (face) face.hidden = !isLast;
  }

  private patchMeta(element: HTMLElement, line: Line, isNewestOwn: boolean): void {
    const { say, chat, link, locale } = this.app;
    const time = timeOf(line.at, locale);
    const isRead = !!line.seq && line.seq <= (chat.conversation?.read_seq ?? 0);
    const status = !line.seq ? say(link.standing === "on" ? "sending" : "waiting") : say(isRead ? "read" : "sent");
    const mark = `${line.failed} ${status} ${isNewestOwn} ${time}`;
    if (element.dataset.mark === mark) return;
    element.dataset.mark = mark;
    set(element, "class", `meta ${line.kind === "visitor" ? "mine" : "them"} ${line.failed ? "bad" : ""}`);
    if (line.failed) element.replaceChildren(...(line.failed in FINAL ? [say(line.failed as Key)] : [say("not_sent"), " · ", this.again(line)]));
    else if (line.kind === "agent") setText(element, `${line.name ?? this.app.config.name} · ${time}`);
    else if (!line.seq) setText(element, status);
    else if (!isNewestOwn) setText(element, time);
    else if (isRead) element.replaceChildren(time, ticks(), status);
    else setText(element, `${time} · ${status}`);
  }

  private again(line: Line): HTMLElement {
    const isOver = this.app.chat.conversation?.state === "ended";
    if (isOver) return h("span", {}, this.app.say("ended"));
    return h("button", { type: "button", class: "link", onclick: () => this.app.retry(line.id ?? "") }, this.app.say("try_again"));
  }

  private card(): Item {
    const { say, chat, config, locale } = this.app;
    const { back } = config;
    const isKept = chat.conversation?.missed || !config.online;
    const place = chat.conversation?.place ?? 1;
    const title = isKept ? say("nobody_free") : place > 1 ? say("place_in_line", { count: place }) : say("next_in_line");
    const make = (): HTMLElement =>
      h("div", { class: "card", role: "status" }, h("h3", {}, title), !isKept && h("div", { class: "wait", "aria-hidden": "true" }),
        back && h("p", {}, backAt(back, new Date(), locale, say)), h("p", {}, say(isKept ? "kept" : "wait")));
    return { key: `card ${title} ${back}`, make };
  }

  private typing(name: string): Item {
    const dots = (): HTMLElement =>
      h("div", { class: "bubble dots", role: "status", "aria-label": this.app.say("typing", { name }) }, h("i"), h("i"), h("i"));
    return { key: "typing", make: () => h("div", { class: "msg last" }, avatar(name, "s"), dots()) };
  }
}

/** The same sign for a line before and after the server has it. */
function keyOf(line: Line): string {
  return line.id && line.kind === "visitor" ? `id ${line.id}` : `seq ${line.seq}`;
}

function isGrouped(line: Line, next: Line | undefined): boolean {
  if (!next || next.kind !== line.kind || next.name !== line.name || next.at.slice(0, 10) !== line.at.slice(0, 10)) return false;
  return Date.parse(next.at) - Date.parse(line.at) < GROUP_MS;
}

function ticks(): SVGSVGElement {
  const drawn = icon("ticks", 16);
  drawn.setAttribute("class", "ticks");
  return drawn;
}

function linked(text: string): (Node | string)[] {
  return pieces(text).map((piece) =>
    piece.href ? h("a", { href: piece.href, target: "_blank", rel: "noopener nofollow ugc" }, piece.text) : piece.text,
  );
}
