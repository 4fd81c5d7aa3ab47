// <f-rings>: the live board. Its dots are links <a class="f-peb" data-ring="1" data-key="…" data-card="…/live/visitors/7/">;
// here they get their places (CSSOM only) and their card on hover or focus. Without script the list is the board.
import { scatter } from "./scatter.js";

const MOST = 60;
const SIZES = { sm: 26, lg: 40 };
const SHOW_MS = 150;
const HIDE_MS = 250;
const GAP_PX = 10;
const HUB_ANGLE = 0.9;

class Rings extends HTMLElement {
  #places = new Map();
  #watch = new MutationObserver(() => this.#place());
  #resize = new ResizeObserver(() => this.#place());
  #card = null;
  #timer = 0;

  connectedCallback() {
    this.#watch.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-ring", "data-key"] });
    this.#resize.observe(this);
    for (const name of ["pointerover", "focusin"]) this.addEventListener(name, (event) => this.#point(event.target));
    for (const name of ["pointerout", "focusout"]) this.addEventListener(name, () => this.#leave());
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#hide());
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    this.#resize.disconnect();
    this.#hide();
  }

  #place() {
    const { width, height } = this.getBoundingClientRect();
    if (!width) return;
    const links = [...this.querySelectorAll(".f-peb")];
    links.forEach((link, index) => { link.hidden = index >= MOST; });
    const shown = links.slice(0, MOST);
    this.#places = scatter(shown.map(dot), width, height, this.#places);
    for (const link of shown) {
      const { x, y, angle, ring } = this.#places.get(link.dataset.key);
      link.classList.toggle("over-hub", ring === 1 && Math.cos(angle + Math.PI / 2) > Math.cos(HUB_ANGLE));
      link.style.left = `${((x / width) * 100).toFixed(2)}%`;
      link.style.top = `${((y / height) * 100).toFixed(2)}%`;
    }
  }

  #point(target) {
    const link = target.closest?.(".f-peb[data-card]");
    if (!link) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(link), SHOW_MS);
  }

  async #show(link) {
    const answer = await fetch(link.dataset.card, { headers: { "HX-Request": "true" } });
    if (!answer.ok || !link.isConnected || !link.matches(":hover, :focus")) return;
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.#hide();
    this.#card = document.createElement("div");
    this.#card.className = "f-hover";
    this.#card.append(...parsed.body.children);
    this.#card.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.#card.addEventListener("pointerleave", () => this.#leave());
    document.body.append(this.#card);
    window.htmx?.process(this.#card);
    link.classList.add("sel");
    beside(this.#card, link.getBoundingClientRect(), this.getBoundingClientRect());
  }

  #leave() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hide(), HIDE_MS);
  }

  #hide() {
    this.#card?.remove();
    this.#card = null;
    for (const link of this.querySelectorAll(".f-peb.sel")) link.classList.remove("sel");
  }
}

function dot(link) {
  const size = Object.entries(SIZES).find(([name]) => link.classList.contains(name))?.[1] ?? 32;
  return { key: link.dataset.key, ring: Number(link.dataset.ring), size };
}

function beside(card, link, board) {
  const { width, height } = card.getBoundingClientRect();
  const left = Math.min(Math.max(board.left + GAP_PX, link.left - GAP_PX), board.right - width - GAP_PX);
  const below = link.bottom + GAP_PX + height < board.bottom;
  card.style.left = `${left}px`;
  card.style.top = `${Math.max(GAP_PX, below ? link.bottom + GAP_PX : link.top - GAP_PX - height)}px`;
}

customElements.define("f-rings", Rings);
