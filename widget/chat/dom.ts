// Elements from names, attributes and children. Words become text nodes, never markup.
import { ICONS } from "./icons.ts";

type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Child = Node | string | null | false | undefined;

/** An element; "on…" are listeners, true is an empty attribute, false and null none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value as EventListener);
    else set(element, key, value);
  }
  element.append(...children.filter((child): child is Node | string => !!child));
  return element;
}

export function set(element: Element, key: string, value: Exclude<Value, (event: never) => void>): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(key);
  else if (element.getAttribute(key) !== String(value === true ? "" : value)) element.setAttribute(key, value === true ? "" : String(value));
}

export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A drawn icon, silent for screen readers. */
export function icon(name: keyof typeof ICONS, size = 20): SVGSVGElement {
  const { box, path, filled, stroke } = { box: "0 0 24 24", filled: false, stroke: 1.8, ...ICONS[name] };
  const [, , width = 24, height = 24] = box.split(" ").map(Number);
  const svg = shape("svg", { viewBox: box, width: size, height: (size * height) / width, fill: filled ? "currentColor" : "none", "aria-hidden": "true" });
  const line: Record<string, string | number> = filled ? { "fill-rule": "evenodd" } : { stroke: "currentColor", "stroke-width": stroke, "stroke-linecap": "round", "stroke-linejoin": "round" };
  svg.append(shape("path", { d: path, ...line }));
  return svg as SVGSVGElement;
}

export function iconButton(name: keyof typeof ICONS, label: string, more: Record<string, Value> = {}): HTMLButtonElement {
  return h("button", { type: "button", class: "icon", "aria-label": label, title: label, ...more }, icon(name));
}

/** A person as a round sign with his initials, the same colour everywhere. */
export function avatar(name: string, size = ""): HTMLElement {
  const words = name.trim().split(/\s+/);
  const first = (word?: string): string => Array.from(word ?? "")[0] ?? "";
  const tint = Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  const initials = first(words[0]) + (words.length > 1 ? first(words[words.length - 1]) : "");
  return h("span", { class: `avatar ${size} t${tint}`, "aria-hidden": "true" }, initials.toUpperCase());
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
