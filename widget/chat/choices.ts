// A small pop-up of choices: arrow keys move, Esc and a click elsewhere close, focus returns to its button.
import { set } from "./dom.ts";

export class Choices {
  private readonly outside = (event: Event): void => {
    const path = event.composedPath();
    if (!path.includes(this.list) && !path.includes(this.opener)) this.show(false, false);
  };

  constructor(
    private readonly opener: HTMLElement,
    readonly list: HTMLElement,
    private readonly columns = 1,
    private readonly fetch?: () => Promise<unknown>,
  ) {
    list.hidden = true;
    list.addEventListener("keydown", (event) => this.move(event));
    list.addEventListener("focusout", (event) => this.left(event.relatedTarget as Node | null));
    opener.addEventListener("click", () => void this.toggle());
    set(opener, "aria-haspopup", "menu");
    set(opener, "aria-expanded", "false");
  }

  get isShown(): boolean {
    return !this.list.hidden;
  }

  show(on: boolean, returns = true): void {
    if (on === this.isShown) return;
    this.list.hidden = !on;
    set(this.opener, "aria-expanded", String(on));
    document[on ? "addEventListener" : "removeEventListener"]("pointerdown", this.outside);
    if (on) this.buttons()[0]?.focus();
    else if (returns) this.opener.focus();
  }

  /** What is not there yet is fetched before it is shown. */
  private async toggle(): Promise<void> {
    if (this.fetch && !this.list.firstChild) await this.fetch().catch(() => undefined);
    this.show(this.list.hidden);
  }

  private left(to: Node | null): void {
    if (to && !this.list.contains(to) && !this.opener.contains(to)) this.show(false, false);
  }

  private move(event: KeyboardEvent): void {
    const buttons = this.buttons();
    const at = buttons.indexOf((this.list.getRootNode() as ShadowRoot).activeElement as HTMLButtonElement);
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.list.querySelectorAll<HTMLButtonElement>("button:not([disabled])")];
  }
}
