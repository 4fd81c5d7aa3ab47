// Where the visitor writes: Enter sends, Shift+Enter breaks the line.
import type { App } from "./app.ts";
import { brand } from "./brand.ts";
import { Choices } from "./choices.ts";
import { h, iconButton, set } from "./dom.ts";
import { keptDraft } from "./store.ts";

const COLUMNS = 6;
const PREVIEW_MS = 1000;
const MOST_LETTERS = 4000;

export class Composer {
  readonly element: HTMLFormElement;
  readonly emoji: Choices;
  readonly area: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;
  private preview = 0;

  constructor(private readonly app: App) {
    const say = app.say;
    const label = say("write");
    this.area = h("textarea", {
      rows: 1, "aria-label": label, placeholder: label, maxlength: MOST_LETTERS, "data-foyer": "composer", dir: "auto",
      enterkeyhint: "send", oninput: () => this.changed(), onkeydown: (event: KeyboardEvent) => this.pressed(event),
      onpaste: (event: ClipboardEvent) => this.attach(event.clipboardData?.files, event),
    });
    const file = h("input", { type: "file", multiple: true, hidden: true, onchange: () => this.attach(file.files) });
    const clip = iconButton("clip", say("attach"), { "data-foyer": "attach", onclick: () => file.click() });
    const face = iconButton("emoji", say("emoji"));
    this.button = iconButton("send", say("send"), { class: "icon send", type: "submit", "data-foyer": "send", disabled: true });
    const list = h("div", { class: "emoji", role: "menu", "aria-label": say("emoji") });
    this.emoji = new Choices(face, list, COLUMNS, () => app.extras.more().then(({ EMOJI }) => list.append(...EMOJI.map((sign) => this.sign(sign)))));
    const row = h("div", { class: "row" }, this.area, clip, file, app.config.emoji !== false && face, this.button);
    this.element = h("form", { class: "composer", onsubmit: (event: Event) => this.submit(event) }, list, row, app.config.brand && brand(say, "foot"));
    this.fill(keptDraft().line ?? "");
  }

  /** Puts words in, unless the visitor has written some. */
  fill(text: string): void {
    if (this.area.value) return;
    this.area.value = text;
    this.patchButton();
  }

  /** Chosen, pasted or dropped files; words that are pasted stay words. */
  attach(files: FileList | null | undefined, event?: Event): void {
    if (!files?.length) return;
    event?.preventDefault();
    this.app.extras.attach([...files]);
    this.area.focus();
  }

  private sign(sign: string): HTMLElement {
    return h("button", { type: "button", role: "menuitem", tabindex: -1, onclick: () => this.insert(sign) }, sign);
  }

  private insert(sign: string): void {
    this.area.setRangeText(sign, this.area.selectionStart, this.area.selectionEnd, "end");
    this.emoji.show(false, false);
    this.area.focus();
    this.changed();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private submit(event: Event): void {
    event.preventDefault();
    this.send();
    this.area.focus();
  }

  private send(): void {
    const text = this.area.value.trim();
    if (!text) return;
    this.area.value = "";
    keptDraft({});
    clearTimeout(this.preview);
    this.preview = 0;
    this.patchButton();
    this.app.write(text);
  }

  private changed(): void {
    this.patchButton();
    keptDraft({ line: this.area.value });
    this.preview ||= window.setTimeout(() => {
      this.preview = 0;
      this.app.preview(this.area.value);
    }, PREVIEW_MS);
  }

  private patchButton(): void {
    set(this.button, "disabled", !this.area.value.trim());
  }
}
