// Before a chat: the fields that the portal asks for, and refusals where they belong (F28).
import type { App } from "./app.ts";
import * as dom from "./dom.ts";
import { avatar, h, iconButton, set, setText } from "./dom.ts";
import type { Prefill } from "./frames.ts";
import { brand } from "./brand.ts";
import { keptDraft } from "./store.ts";
import { backAt, whoIsHere } from "./words.ts";
import type { Key } from "./texts/index.ts";

type Control = HTMLInputElement | HTMLTextAreaElement;
const ENTRIES = ["name", "email", "phone", "text"] as const;
const SHOWN_AGENTS = 3;

export class Prechat {
  readonly element: HTMLElement;
  private readonly hero = h("p");
  private readonly faces = h("div", { class: "stack" });
  private readonly general = h("p", { class: "error", role: "alert", hidden: true });
  private readonly connection = h("p", { class: "notice", role: "alert", hidden: true });
  private readonly button: HTMLButtonElement;
  private readonly controls = new Map<string, Control>();
  private readonly errors = new Map<string, HTMLElement>();
  private readonly form: HTMLFormElement;
  private shownRefusal: App["refusal"] = null;
  private shownFaces = "";

  constructor(private readonly app: App) {
    const { config, say } = app;
    this.button = h("button", { class: "btn primary wide", "data-foyer": "start" }, say("start"));
    this.form = h("form", { class: "body form", novalidate: true, onsubmit: (event: Event) => this.submit(event), oninput: () => this.keep() });
    for (const name of ENTRIES) if (this.rule(name) !== "hidden") this.form.append(this.field(name, say(name === "text" ? "question" : name)));
    if (config.consent) this.form.append(this.consent(config.consent.text, config.consent.url));
    this.form.append(this.general, this.button);
    const close = iconButton("down", say("minimise"), { class: "icon x", onclick: () => app.close() });
    const head = h("div", { class: "head" }, this.faces);
    const { logo } = config;
    if (logo) app.extras.more().then(({ picture }) => picture(app.host + logo, dom)).then((drawn) => head.prepend(drawn), () => undefined);
    const hero = h("header", { class: "hero on-accent" }, head, h("h2", {}, say("hello")), this.hero, close);
    this.element = h("div", { class: "view" }, hero, this.connection, this.form, config.brand && brand(say, "foot"));
    this.fill(keptDraft());
    this.patch();
  }

  /** The first field without words. */
  get focus(): HTMLElement {
    return [...this.controls.values()].find((control) => !control.value && control.type !== "checkbox") ?? this.button;
  }

  fill(prefill: Prefill): void {
    for (const [name, value] of Object.entries(prefill)) {
      const control = this.controls.get(name);
      if (control && typeof value === "string" && control.type !== "checkbox") control.value = value;
    }
    this.keep();
  }

  patch(): void {
    const { chat, config, say, refusal } = this.app;
    const back = config.back && backAt(config.back, new Date(), this.app.locale, say);
    setText(this.hero, (config.online && config.welcome) || whoIsHere(config.agents, config.online, say, back || ""));
    this.patchFaces(config.online ? config.agents.slice(0, SHOWN_AGENTS) : config.logo ? [] : [config.name]);
    set(this.button, "disabled", !!chat.start);
    setText(this.button, say(chat.start ? "starting" : "start"));
    this.patchConnection();
    if (refusal !== this.shownRefusal) {
      this.shownRefusal = refusal;
      if (refusal) this.refuse(refusal.field, refusal.code);
    }
  }

  /** A start that cannot get through: it waits, or Foyer does not want this page. */
  private patchConnection(): void {
    const { chat, isCutOff, link, say } = this.app;
    this.connection.hidden = !isCutOff || !(chat.start || link.standing === "refused");
    if (!this.connection.hidden) setText(this.connection, say(link.standing === "refused" ? "portal_off" : "no_connection"));
  }

  private patchFaces(names: string[]): void {
    if (this.shownFaces === names.join("\n")) return;
    this.shownFaces = names.join("\n");
    this.faces.replaceChildren(...names.map((name) => avatar(name, "l")));
  }

  private rule(name: string): string {
    return this.app.config.fields[name] ?? (name === "text" ? "required" : "hidden");
  }

  private field(name: string, label: string): HTMLElement {
    const say = this.app.say;
    const common = { class: "input", name, "aria-describedby": `${name}-error` };
    const more = {
      name: { autocomplete: "name", maxlength: 120 },
      email: { type: "email", dir: "ltr", autocomplete: "email", maxlength: 320, "aria-description": say("email_why") },
      phone: { type: "tel", dir: "ltr", autocomplete: "tel", maxlength: 40 },
    }[name];
    const control = name === "text" ? h("textarea", { ...common, rows: 2, maxlength: 4000 }) : h("input", { ...common, ...more });
    if (this.rule(name) === "required") set(control, "aria-required", "true");
    this.controls.set(name, control);
    return h("label", { class: "field" }, h("span", {}, label, this.rule(name) === "optional" && h("i", {}, say("optional"))), control, this.error(name));
  }

  private consent(text: string, url: string): HTMLElement {
    const box = h("input", { type: "checkbox", name: "consent", "aria-required": "true", "aria-describedby": "consent-error" });
    this.controls.set("consent", box);
    const safe = /^https?:\/\//i.test(url);
    const link = safe && h("a", { href: url, target: "_blank", rel: "noopener nofollow" }, this.app.say("privacy"));
    return h("div", { class: "field" }, h("label", { class: "check" }, box, h("span", {}, text, " ", link)), this.error("consent"));
  }

  private error(name: string): HTMLElement {
    const element = h("span", { class: "error", id: `${name}-error`, role: "alert", hidden: true });
    this.errors.set(name, element);
    return element;
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.app.chat.start) return;
    this.forgive();
    const missing = this.missing();
    if (missing) {
      this.refuse(missing, `${missing}_missing`);
      return;
    }
    const consent = this.controls.get("consent") as HTMLInputElement | undefined;
    this.app.begin({
      name: this.value("name") || this.app.say("visitor"),
      email: this.value("email"),
      phone: this.value("phone"),
      text: this.value("text"),
      consent: !!consent?.checked,
    });
  }

  private missing(): string | undefined {
    const entry = ENTRIES.find((name) => this.rule(name) === "required" && !this.value(name));
    if (entry) return entry;
    const consent = this.controls.get("consent") as HTMLInputElement | undefined;
    return consent && !consent.checked ? "consent" : undefined;
  }

  /** Consent is never ticked beforehand, hence not kept. */
  private keep(): void {
    const typed = [...this.controls].filter(([name]) => name !== "consent");
    keptDraft(Object.fromEntries(typed.map(([name, control]) => [name, control.value])));
  }

  private value(name: string): string {
    return this.controls.get(name)?.value.trim() ?? "";
  }

  private refuse(field: string | null, code: string): void {
    const known = code in KNOWN ? (code as Key) : "failed";
    const control = this.controls.get(field ?? "");
    const place = this.errors.get(field ?? "") ?? this.general;
    setText(place, this.app.say(known));
    place.hidden = false;
    if (control) set(control, "aria-invalid", "true");
    control?.focus();
  }

  private forgive(): void {
    for (const place of [...this.errors.values(), this.general]) place.hidden = true;
    for (const control of this.controls.values()) set(control, "aria-invalid", null);
  }
}

const KNOWN = {
  name_missing: 1, email_missing: 1, email_invalid: 1, phone_missing: 1, text_missing: 1, text_long: 1,
  consent_missing: 1, slow_down: 1, portal_off: 1,
};
