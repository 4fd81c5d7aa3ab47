// The widget: its state, its socket and its parts, told of each other.
import { cut, random } from "../tracker/kept.ts";
import { INTRODUCTION, type App } from "./app.ts";
import { Asking } from "./asking.ts";
import { Away } from "./away.ts";
import { h, set } from "./dom.ts";
import { Extras } from "./extras.ts";
import type { Config, Prefill, Received, Setup, Start } from "./frames.ts";
import { Launcher } from "./launcher.ts";
import { Link } from "./link.ts";
import { retried, unsent, written } from "./outbox.ts";
import { Prechat } from "./prechat.ts";
import { Screen } from "./screen.ts";
import { Sender } from "./sender.ts";
import { allSeen, isInvited, isLive, merged, newChat, received, unread, type Chat } from "./state.ts";
import { keepChat, keptChat, keptDraft, keptOpen, onOtherTab } from "./store.ts";
import { Talk } from "./talk.ts";
import { direction, speaker, type Say, type Texts } from "./texts/index.ts";

const WRITING_MS = 8000;
const NEAR_MS = 60_000; // four beats of the tracker
const MOST_PREVIEW = 200;

export class Widget implements App {
  readonly element: HTMLElement;
  readonly locale: string;
  readonly host: string;
  readonly key: string;
  readonly say: Say;
  readonly link: Link;
  readonly asking: Asking = new Asking(this);
  readonly extras: Extras;
  config: Config;
  chat: Chat;
  typing: string | null = null;
  refusal: App["refusal"] = null;
  private isOpen = false;
  private panel: HTMLElement | null = null;
  private view: Prechat | Talk | null = null;
  private readonly launcher: Launcher;
  private prefill: Prefill = {};
  private readonly away = new Away(() => this.patch(), () => this.view instanceof Talk && this.view.patchNotice());
  private writing = 0;
  private leaving = 0;
  private readSeq = 0;
  private readonly sender = new Sender(this);
  private readonly screen = new Screen(() => this.panel);

  constructor(
    private readonly setup: Setup,
    private readonly language: string,
    texts: Texts,
  ) {
    this.config = setup.config;
    this.host = setup.host;
    this.key = setup.key;
    this.locale = navigator.languages.find((one) => one.startsWith(language)) ?? language;
    this.say = speaker(texts);
    this.chat = keptChat(this.key);
    const url = `${this.host.replace(/^http/, "ws")}/ws/visitor`;
    this.link = new Link(url, () => this.hello(), (frame) => this.hear(frame), () => this.linkChanged());
    this.extras = new Extras(this, language);
    this.launcher = new Launcher(this, () => (this.isOpen ? this.close() : this.open()));
    this.element = h("div", { class: "foyer", lang: language, dir: direction() }, this.launcher.told, this.launcher.preview, this.launcher.button);
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    onOtherTab(this.key, (chat) => this.adopt(chat));
    document.addEventListener("visibilitychange", () => this.look());
    if (isLive(this.chat)) this.link.open();
    if (keptOpen() && !this.screen.isPhone) this.show();
    this.patch();
    this.extras.arrive();
  }

  get isCutOff(): boolean {
    return this.away.isCutOff;
  }

  open(prefill?: unknown): void {
    if (prefill && typeof prefill === "object") this.prefill = { ...this.prefill, ...prefill };
    this.show();
    this.focus();
  }

  /** An agent wrote first, or may at any moment: the socket will say so. The tracker says it again with every beat. */
  near(): void {
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => this.rest(), NEAR_MS);
    this.link.open();
  }

  close(): void {
    if (isInvited(this.chat)) this.link.send({ t: "decline" });
    this.isOpen = keptOpen(false);
    this.panel?.remove();
    this.panel = this.view = null;
    this.screen.patch();
    this.rest();
    this.patch();
    this.launcher.button.focus();
  }

  cover(sheet: HTMLElement): void {
    this.show();
    this.view!.element.inert = true;
    this.panel!.append(sheet);
  }

  focus(): void {
    this.view?.focus.focus();
  }

  begin(start: Omit<Start, "id" | "url" | "title">): void {
    this.refusal = null;
    this.change({ ...this.chat, start: { ...start, id: random(), url: location.href, title: document.title } });
    this.link.open();
    this.sendStart();
  }

  write(text: string): void {
    this.change({ ...this.chat, lines: [...this.chat.lines, written(text, random(), new Date().toISOString())] });
    this.link.open();
    this.sender.flush();
    if (this.view instanceof Talk) this.view.toEnd();
  }

  retry(id: string): void {
    this.change({ ...this.chat, lines: retried(this.chat.lines, id) });
    if (this.chat.lines.some((line) => line.id === id && line.file)) void this.extras.files().then((one) => one.again(id));
    this.sender.flush();
  }

  preview(text: string): void {
    if (isLive(this.chat)) this.link.send({ t: "typing", text: cut(text, MOST_PREVIEW) });
  }

  end(): void {
    this.link.send({ t: "end", id: random() });
  }

  renew(): void {
    this.refusal = null;
    this.typing = null;
    this.readSeq = 0;
    this.change(newChat(this.chat.muted));
    this.link.restart();
    this.focus();
  }

  mute(muted: boolean): void {
    this.change({ ...this.chat, muted });
  }

  look(): void {
    if (!this.isOpen || document.hidden || !(this.view instanceof Talk) || !this.view.isAtEnd) return;
    if (unread(this.chat)) this.change(allSeen(this.chat));
    if (this.chat.seq > this.readSeq && this.link.send({ t: "read", seq: this.chat.seq })) this.readSeq = this.chat.seq;
  }

  change(chat: Chat): void {
    if (chat !== this.chat) keepChat(this.key, (this.chat = chat));
    this.patch();
    this.look();
  }

  private rest(): void {
    if (!this.isOpen && !isLive(this.chat)) this.link.close();
  }

  /** What an agent wrote first is asked for, and shown once. */
  private invited(): void {
    this.adopt(keptChat(this.key)); // another tab may have been faster
    if (!isLive(this.chat)) this.asking.ask();
  }

  private hello(): object {
    return { t: "hello", portal: this.key, browser: this.setup.browser(), token: this.chat.token, since: this.chat.seq, language: this.language };
  }

  private hear(frame: Received): void {
    if (frame.t === "online" || frame.t === "ready") this.config = { ...this.config, online: frame.online, agents: frame.agents, back: frame.back };
    if (frame.t === "typing") this.someoneWrites(frame.on ? frame.name : null);
    const isAnswer = frame.t === "message" && frame.message.kind === "agent" && frame.message.seq > this.chat.seq;
    if (isAnswer) this.someoneWrites(null);
    if (frame.t === "ready" && !frame.conversation) this.takeBack();
    if (frame.t === "error") this.refused(frame);
    if (frame.t === "invited") return this.invited();
    if (frame.t === "ack") this.sender.free();
    this.extras.hear(frame);
    const { asked } = this.chat;
    const hadFocus = this.hasFocus();
    if (frame.t === "error" && frame.id === asked) this.adopt(keptChat(this.key));
    this.change(received(this.chat, frame));
    if (isAnswer) this.extras.chime();
    if (frame.t === "ready") {
      this.sender.free();
      this.sendStart();
      this.asking.send();
    }
    if (frame.t === "started") frame.id === asked ? this.greet(hadFocus) : this.begun();
    if (frame.t === "error" && frame.id === asked) this.rest();
    if (frame.t === "ready" || frame.t === "ack" || frame.t === "started") this.sender.flush();
  }

  private refused(frame: Extract<Received, { t: "error" }>): void {
    if (frame.id && (frame.id === this.chat.start?.id || frame.id.startsWith(INTRODUCTION))) this.refusal = { code: frame.code, field: frame.field };
    this.sender.refused(frame.id, frame.code);
  }

  private someoneWrites(name: string | null): void {
    clearTimeout(this.writing);
    this.typing = name;
    if (name) this.writing = window.setTimeout(() => (this.someoneWrites(null), this.patch()), WRITING_MS);
  }

  private begun(): void {
    keptDraft({});
    this.focus();
  }

  /** On a phone the panel would be the whole screen: there the line stands beside the button first. */
  private greet(hadFocus: boolean): void {
    this.extras.chime();
    if (!this.isOpen && this.screen.isPhone) return;
    const { text } = keptDraft();
    if (text) this.prefill = { text, ...this.prefill };
    this.show();
    if (hadFocus) this.focus();
    const line = this.chat.lines[this.chat.lines.length - 1];
    if (line) this.launcher.greet(`${line.name ?? this.config.name}: ${line.text}`);
  }

  /** The chat is gone; what it did not take can be asked in the next one. */
  private takeBack(): void {
    const text = unsent(this.chat.lines).map((line) => line.text).join("\n");
    if (text) keptDraft({ text });
  }

  private sendStart(): void {
    if (this.chat.start) this.link.send({ t: "start", ...this.chat.start });
  }

  private hasFocus(): boolean {
    return !!this.panel?.contains((this.element.getRootNode() as ShadowRoot).activeElement);
  }

  private linkChanged(): void {
    if (this.away.note(this.link.standing)) this.someoneWrites(null);
    this.patch();
  }

  private adopt(theirs: Chat): void {
    const before = this.chat.token;
    this.chat = merged(this.chat, theirs);
    if (this.chat.token !== before && (isLive(this.chat) || this.isOpen)) this.link.restart();
    this.patch();
  }

  private show(): void {
    if (!this.isOpen) {
      this.isOpen = keptOpen(true);
      this.panel = h("section", { class: "panel", role: "dialog" });
      this.launcher.button.before(this.panel);
      this.screen.patch();
      this.link.open();
    }
    this.isOpen = true;
    this.patch();
    this.useWishes();
    this.look();
  }

  private useWishes(): void {
    if (this.view instanceof Prechat) this.view.fill(this.prefill);
    else if (this.prefill.text) this.view?.composer.fill(this.prefill.text);
    this.prefill = {};
  }

  private patch(): void {
    this.launcher.patch(this.isOpen);
    if (!this.panel) return;
    const isTalk = !!this.chat.conversation;
    if (!this.view || isTalk !== this.view instanceof Talk) {
      this.view = isTalk ? new Talk(this) : new Prechat(this);
      this.panel.replaceChildren(this.view.element);
    }
    const label = isTalk ? this.say("chat_with", { name: this.chat.conversation?.agent ?? this.config.name }) : this.say("hello");
    set(this.panel, "aria-label", label);
    set(this.panel, "class", isInvited(this.chat) ? "panel greets" : "panel");
    this.view.patch();
  }

  private pressed(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Tab") this.screen.keepInside(event);
    if (event.key !== "Escape" || !this.isOpen) return;
    event.preventDefault();
    if (!(this.view instanceof Talk && this.view.escape())) this.close();
  }
}
