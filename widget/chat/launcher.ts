// The round button, its count of unread lines, and the last line shown once beside it.
import type { App } from "./app.ts";
import { avatar, h, icon, set, setText } from "./dom.ts";
import { unread } from "./state.ts";

const MOST_COUNTED = 9;

export class Launcher {
  readonly button: HTMLButtonElement;
  readonly preview: HTMLButtonElement;
  private readonly badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
  private shownIcon = "";
  private shownSeq = 0;

  constructor(
    private readonly app: App,
    toggle: () => void,
  ) {
    this.button = h("button", { type: "button", class: "launcher on-accent", "data-foyer": "launcher", onclick: toggle });
    this.preview = h("button", { type: "button", class: "greeting preview", hidden: true, onclick: toggle });
  }

  patch(isOpen: boolean): void {
    const { chat, say } = this.app;
    const count = isOpen ? 0 : unread(chat);
    set(this.button, "aria-expanded", String(isOpen));
    set(this.button, "aria-label", isOpen ? say("close") : count ? say("open_unread", { count }) : say("open"));
    this.patchIcon(isOpen ? "down" : "chat");
    this.badge.hidden = !count;
    setText(this.badge, count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count));
    this.patchPreview(!isOpen && count > 0);
  }

  private patchIcon(name: "down" | "chat"): void {
    if (this.shownIcon !== name) this.button.replaceChildren(icon(name, 28), this.badge);
    this.shownIcon = name;
  }

  private patchPreview(isShown: boolean): void {
    const { chat, say, config } = this.app;
    const line = chat.lines.filter((one) => one.kind === "agent").pop();
    this.preview.hidden = !isShown || !line;
    if (!line || !isShown || line.seq === this.shownSeq) return;
    this.shownSeq = line.seq;
    const name = line.name ?? config.name;
    set(this.preview, "aria-label", say("open_line", { name, text: line.text }));
    this.preview.replaceChildren(avatar(name), h("div", {}, h("b", {}, name), h("p", {}, line.text)));
  }
}
