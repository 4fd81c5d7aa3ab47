// How the chat was, asked once it is over: good or bad, and why (E13). It may be changed for a while.
import { random } from "../tracker/kept.ts";
import { RATING, type App } from "./app.ts";
import type * as Dom from "./dom.ts";

const SIGNS = { good: "👍", bad: "👎" } as const;
type Rating = keyof typeof SIGNS;
const MOST_LETTERS = 500;

export class Rate {
  readonly element: HTMLElement;
  private readonly buttons: [Rating, HTMLButtonElement][];
  private readonly why: HTMLTextAreaElement;
  private readonly form: HTMLFormElement;
  private readonly told: HTMLElement;
  private filled = false;

  constructor(
    private readonly app: App,
    private readonly dom: typeof Dom,
  ) {
    const { say } = app;
    const { h } = dom;
    this.buttons = (["good", "bad"] as const).map((rating) => [rating, this.button(rating)]);
    const label = say("rate_why");
    this.why = h("textarea", { class: "input", name: "comment", rows: 2, maxlength: MOST_LETTERS, placeholder: label, "aria-label": label, dir: "auto" });
    const button = h("button", { class: "btn soft small", "data-foyer": "rate-comment" }, say("send"));
    this.form = h("form", { onsubmit: (event: Event) => this.explain(event) }, this.why, button);
    this.told = h("p", { role: "status" });
    const choices = h("div", { role: "group", "aria-label": say("rate") }, ...this.buttons.map(([, one]) => one));
    this.element = h("div", { class: "rate" }, h("b", {}, say("rate")), choices, this.form, this.told);
  }

  patch(): void {
    const { conversation } = this.app.chat;
    const { set, setText } = this.dom;
    this.element.hidden = !conversation?.ratable;
    if (!conversation) return;
    for (const [rating, button] of this.buttons) set(button, "aria-pressed", String(conversation.rating === rating));
    this.form.hidden = !conversation.rating || !!conversation.comment;
    if (!this.filled && conversation.comment) this.filled = !!(this.why.value = conversation.comment);
    setText(this.told, conversation.rating ? this.app.say("rate_thanks") : "");
  }

  private button(rating: Rating): HTMLButtonElement {
    const more = { type: "button", class: "btn soft small", "data-foyer": `rate-${rating}`, onclick: () => this.tell(rating) };
    return this.dom.h("button", more, `${SIGNS[rating]} ${this.app.say(`rate_${rating}`)}`);
  }

  private explain(event: Event): void {
    event.preventDefault();
    const { rating } = this.app.chat.conversation ?? {};
    if (rating && this.why.value.trim()) this.tell(rating);
  }

  private tell(rating: Rating): void {
    const sent = this.app.link.send({ t: "rate", id: RATING + random(), rating, comment: this.why.value.trim() });
    if (!sent) this.dom.setText(this.told, this.app.say("failed"));
  }
}
