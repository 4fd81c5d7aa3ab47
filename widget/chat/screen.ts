// On a phone the panel is the screen: the page behind it stands still, and Tab goes round in the panel.
import { set } from "./dom.ts";

const PHONE = matchMedia("(max-width: 480px)");

export class Screen {
  private overflow: string | null = null;

  constructor(private readonly panel: () => HTMLElement | null) {
    PHONE.addEventListener("change", () => this.patch());
  }

  get isPhone(): boolean {
    return PHONE.matches;
  }

  patch(): void {
    const panel = this.panel();
    const holds = this.isPhone && !!panel;
    if (panel) set(panel, "aria-modal", holds ? "true" : null);
    if (holds === (this.overflow !== null)) return;
    const page = document.documentElement.style;
    const before = this.overflow;
    this.overflow = holds ? page.overflow : null;
    page.overflow = holds ? "hidden" : (before ?? "");
  }

  keepInside(event: KeyboardEvent): void {
    const panel = this.panel();
    if (!panel || !this.isPhone) return;
    const all = [...panel.querySelectorAll<HTMLElement>("button:not([disabled]), input, textarea, a[href], [tabindex='0']")];
    const shown = all.filter((one) => one.offsetParent && one.tabIndex >= 0);
    const at = (panel.getRootNode() as ShadowRoot).activeElement;
    if (at !== (event.shiftKey ? shown[0] : shown[shown.length - 1])) return;
    event.preventDefault();
    (event.shiftKey ? shown[shown.length - 1] : shown[0])?.focus();
  }
}
