// The chat itself: who answers, the connection, the lines, where to write, and its end.
import type { App } from "./app.ts";
import { brand } from "./brand.ts";
import { Choices } from "./choices.ts";
import { Composer } from "./composer.ts";
import * as dom from "./dom.ts";
import { avatar, h, icon, iconButton, set, setText } from "./dom.ts";
import { Log } from "./log.ts";
import { unread } from "./state.ts";
import { timeOf } from "./words.ts";

const NEAR_END_PX = 40;

export class Talk {
  readonly element: HTMLElement;
  readonly composer: Composer;
  private readonly log: Log;
  /** Who answered an invitation says who he is; who had a chat says how it was. */
  private extras: { element: HTMLElement; patch: () => void }[] = [];
  private asked?: Promise<void>;
  private readonly body: HTMLElement;
  private readonly faces = h("div", { class: "stack" });
  private readonly title = h("b");
  private readonly under = h("span");
  private readonly sound = h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => this.mute() });
  private readonly endButton: HTMLButtonElement;
  private readonly roam: HTMLElement;
  private readonly more: HTMLElement;
  private readonly menu: Choices;
  private readonly notice: HTMLElement;
  private readonly lost = h("span", { role: "alert" });
  private readonly countdown = h("span", { "aria-hidden": "true" });
  private readonly newer: HTMLButtonElement;
  private readonly after: HTMLElement;
  private readonly renew: HTMLButtonElement;
  private shownFaces = "";
  private shownSound = "";

  constructor(private readonly app: App) {
    const { say, config } = app;
    this.log = new Log(app);
    this.composer = new Composer(app);
    this.more = iconButton("more", say("more"), { "data-foyer": "menu" });
    const end = { type: "button", role: "menuitem", tabindex: -1, class: "end", "data-foyer": "end", onclick: () => this.end() };
    this.endButton = h("button", end, icon("end"), say("end"));
    this.roam = h("button", { type: "button", role: "menuitem", tabindex: -1, "data-foyer": "elsewhere", onclick: () => this.elsewhere() }, icon("phone"), say("elsewhere"));
    this.menu = new Choices(this.more, h("div", { class: "menu", role: "menu", "aria-label": say("more") }, config.sound !== false && this.sound, this.roam, this.endButton));
    const close = iconButton("down", say("minimise"), { onclick: () => app.close() });
    const bar = h("header", { class: "bar" }, this.faces, h("div", { class: "who" }, this.title, this.under), this.more, close);
    this.notice = this.connection();
    this.body = h("div", { class: "body", onscroll: () => this.scrolled() }, this.log.element);
    this.newer = h("button", { type: "button", class: "btn soft small newer", hidden: true, onclick: () => this.toEnd() });
    this.composer.element.prepend(this.newer);
    this.renew = h("button", { type: "button", class: "btn soft wide", "data-foyer": "new", onclick: () => app.renew() }, say("new_chat"));
    this.after = h("div", {}, h("div", { class: "after" }, h("p", { dir: "auto" }, say("thanks")), this.renew), config.brand && brand(say, "foot tall"));
    const drag = { ondragover: (event: DragEvent) => this.drag(event), ondragleave: () => this.over(false), ondrop: (event: DragEvent) => this.drop(event) };
    this.element = h("div", { class: "view", ...drag }, bar, this.menu.list, this.notice, this.body, this.composer.element, this.after);
    this.patch();
  }

  get focus(): HTMLElement {
    return this.isOver ? this.renew : this.composer.area;
  }

  /** Esc closes the small things first; says whether there was one. */
  escape(): boolean {
    const shown = [this.composer.emoji, this.menu].find((choices) => choices.isShown);
    shown?.show(false);
    return !!shown;
  }

  get isAtEnd(): boolean {
    return Math.abs(this.body.scrollTop) < NEAR_END_PX;
  }

  toEnd(): void {
    this.body.scrollTop = 0;
    this.app.look();
  }

  patch(): void {
    const at = this.activeElement();
    const isEnding = this.isOver && !this.composer.element.hidden && (this.composer.element.contains(at) || at === this.more);
    this.patchHead();
    this.patchNotice();
    this.patchMenu();
    this.log.patch();
    this.patchNewer();
    this.patchExtras();
    this.composer.element.hidden = this.isOver;
    this.after.hidden = !this.isOver;
    if (isEnding) this.renew.focus();
  }

  patchNotice(): void {
    const { link, say, isCutOff } = this.app;
    this.notice.hidden = !isCutOff;
    const seconds = Math.max(1, Math.ceil((link.nextAt - Date.now()) / 1000));
    setText(this.lost, say(link.standing === "refused" ? "portal_off" : "no_connection"));
    if (link.standing === "refused") setText(this.countdown, "");
    else setText(this.countdown, link.standing === "waiting" ? ` ${say("next_try", { seconds })}` : ` ${say("trying")}`);
  }

  private get isOver(): boolean {
    return this.app.chat.conversation?.state === "ended";
  }

  private activeElement(): Element | null {
    const root = this.element.getRootNode();
    return root instanceof ShadowRoot ? root.activeElement : null;
  }

  private patchHead(): void {
    const { chat, config, say, locale } = this.app;
    const conversation = chat.conversation;
    const agent = conversation?.agent;
    const isHere = !!agent && !this.isOver && this.app.link.standing === "on" && config.agents.includes(agent);
    setText(this.title, agent ?? config.name);
    if (this.isOver) setText(this.under, conversation?.ended ? say("ended_at", { time: timeOf(conversation.ended, locale) }) : say("ended"));
    else if (agent) setText(this.under, isHere ? say("here_now", { name: config.name }) : config.name);
    else setText(this.under, this.waitingText());
    this.patchFaces(agent ? [agent] : config.agents.length ? config.agents.slice(0, 2) : [config.name], isHere);
  }

  private waitingText(): string {
    const { chat, config, say } = this.app;
    const [name] = config.agents;
    if (!config.online) return say("nobody_here_short");
    if (chat.conversation?.missed) return say("nobody_free_short");
    return config.agents.length > 1 || !name
      ? say("many_here_short", { count: config.agents.length || 1 })
      : say("one_here_short", { name });
  }

  private patchFaces(names: string[], isHere: boolean): void {
    const mark = `${names.join("\n")} ${isHere}`;
    if (this.shownFaces === mark) return;
    this.shownFaces = mark;
    this.faces.replaceChildren(...names.map((name) => avatar(name, isHere ? "on" : "")));
  }

  private patchMenu(): void {
    const { chat, say, link } = this.app;
    const label = say(chat.muted ? "sound_on" : "sound_off");
    if (this.shownSound !== label) this.sound.replaceChildren(icon(chat.muted ? "loud" : "quiet"), label);
    this.shownSound = label;
    this.roam.hidden = this.endButton.hidden = this.isOver || chat.conversation?.state === "invited";
    set(this.endButton, "disabled", link.standing !== "on");
  }

  private patchExtras(): void {
    const { conversation } = this.app.chat;
    for (const extra of this.extras) extra.patch();
    if (!conversation?.nameless && !conversation?.ratable) return;
    this.asked ??= this.app.extras.more().then(
      ({ Introduce, Rate }) => {
        const introduce = new Introduce(this.app, dom);
        const rate = new Rate(this.app, dom);
        this.composer.element.before(introduce.element);
        this.after.prepend(rate.element);
        this.extras = [introduce, rate];
        this.patchExtras();
      },
      () => (this.asked = undefined),
    );
  }

  private patchNewer(): void {
    const count = this.isAtEnd ? 0 : unread(this.app.chat);
    this.newer.hidden = !count;
    if (count) setText(this.newer, count === 1 ? this.app.say("one_new") : this.app.say("many_new", { count }));
  }

  private connection(): HTMLElement {
    const say = this.app.say;
    const words = h("span", {}, this.lost, this.countdown);
    const now = h("button", { type: "button", onclick: () => this.app.link.tryNow() }, say("try_now"));
    return h("div", { class: "notice", hidden: true }, icon("lost", 18), words, now);
  }

  private scrolled(): void {
    if (this.isAtEnd && !this.newer.hidden) this.app.look();
  }

  private drag(event: DragEvent): void {
    if (this.isOver || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.over(true);
  }

  private drop(event: DragEvent): void {
    this.over(false);
    if (!this.isOver) this.composer.attach(event.dataTransfer?.files, event);
  }

  private over(on: boolean): void {
    set(this.element, "class", on ? "view over" : "view");
  }

  private mute(): void {
    this.menu.show(false);
    this.app.mute(!this.app.chat.muted);
  }

  private elsewhere(): void {
    this.menu.show(false);
    this.app.extras.elsewhere().then((one) => one.offer()).catch(() => undefined);
  }

  private end(): void {
    this.menu.show(false);
    this.app.end();
  }
}
