// Who answers an agent that wrote first has filled in no form: here is what it would have asked for (F28, B7).
import { random } from "../tracker/kept.ts";
import { INTRODUCTION, type App } from "./app.ts";
import type * as Dom from "./dom.ts";
import type { Key } from "./texts/index.ts";

const TYPES = { name: "text", email: "email", phone: "tel" } as const;

export class Introduce {
  readonly element: HTMLElement;
  private readonly error: HTMLElement;
  private readonly inputs: HTMLInputElement[];
  private isPutOff = false;

  constructor(
    private readonly app: App,
    private readonly dom: typeof Dom,
  ) {
    const { config, say } = app;
    const { h } = dom;
    this.error = h("p", { class: "error", role: "alert" });
    const names = (["name", "email", "phone"] as const).filter((name) => name === "name" || config.fields[name] !== "hidden");
    this.inputs = names.map((name) =>
      h("input", { class: "input", name, type: TYPES[name], autocomplete: TYPES[name].replace("text", name), placeholder: say(name), "aria-label": say(name), maxlength: 120, required: name === "name" }),
    );
    const { consent } = config;
    const agreed = consent && h("label", { class: "check" }, h("input", { type: "checkbox", required: true }), h("span", {}, consent.text));
    const tell = h("button", { class: "btn primary small", "data-foyer": "introduce" }, say("send"));
    const later = h("button", { type: "button", class: "btn soft small", onclick: () => this.putOff() }, say("not_now"));
    const form = { class: "intro", "aria-label": say("who_are_you"), onsubmit: (event: Event) => this.submit(event) };
    this.element = h("form", form, h("b", {}, say("who_are_you")), ...this.inputs, agreed, this.error, h("div", {}, tell, later));
  }

  patch(): void {
    const { chat, refusal, say } = this.app;
    this.element.hidden = this.isPutOff || !chat.conversation?.nameless;
    this.dom.setText(this.error, refusal ? say((refusal.code === "email_invalid" ? refusal.code : "failed") as Key) : "");
  }

  private putOff(): void {
    this.isPutOff = true;
    this.patch();
  }

  private submit(event: Event): void {
    event.preventDefault();
    const who = Object.fromEntries(this.inputs.map((input) => [input.name, input.value]));
    this.app.link.send({ t: "introduce", id: INTRODUCTION + random(), consent: !!this.app.config.consent, ...who });
  }
}
