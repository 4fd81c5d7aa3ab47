// The keys of the desk. Single letters are off while one types, while a dialog is open, and for who does not want them.
import { lettersAreOn } from "./letters.js";

const GO = { l: "live", i: "inbox", e: "leads", c: "contacts", a: "accounts", d: "deals", t: "activities", v: "visits", s: "setup" };
const NEW = { l: "leads", c: "contacts", a: "accounts", d: "deals" };
const ROWS = "[data-row], .f-conv, .f-table tbody tr:not(.grp)";
const WAIT_MS = 1_200;
let waiting = "";
let timer = 0;

const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function after(letter) {
  waiting = letter;
  clearTimeout(timer);
  timer = setTimeout(() => (waiting = ""), WAIT_MS);
}

function go(letter) {
  waiting = "";
  const link = GO[letter] && document.querySelector(`[data-nav="${GO[letter]}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

const make = (letter) => {
  waiting = "";
  const link = NEW[letter] && document.querySelector(`[data-nav="${NEW[letter]}"]`);
  if (link) location.assign(new URL("new/", link.href));
  return Boolean(link) || press(`[data-new="${CSS.escape(letter)}"]`);
};

function move(by) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility());
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
  const goal = row?.matches("a, button") ? row : row?.querySelector("a, button");
  goal?.focus();
  row?.scrollIntoView({ block: "nearest" });
  return Boolean(row);
}

function press(selector) {
  const found = document.querySelector(selector);
  if (!found) return false;
  if (found.matches("textarea, input:not([type=radio])")) found.focus();
  else found.click();
  return true;
}

function choose(value) {
  return press(`[data-compose] [value="${value}"]`) && press("[data-compose] textarea");
}

const LETTERS = {
  "?": () => document.getElementById("keys")?.showModal() ?? true,
  "[": () => press("[data-fold]"),
  "/": () => press("[data-find]"),
  j: () => move(1),
  k: () => move(-1),
  g: () => after("g") ?? true,
  n: () => after("n") ?? true,
  c: () => press("[data-call]"),
  e: () => press("[data-mail]"),
  i: () => press(".f-hover [data-invite], [data-row]:focus-within [data-invite]"),
  o: () => press(".f-owner > summary"),
  r: () => choose("agent"),
  m: () => choose("note"),
  t: () => press("[data-handover]"),
  s: () => press("[data-snooze]"),
};

function combined(event) {
  if (event.code === "KeyA") return press("[data-accept]");
  if (event.key === "ArrowDown") return press("[data-waits]:not(.on)");
  return false;
}

function escape(target) {
  if (typing(target)) return target.blur() ?? true;
  return press("[data-shut]:not([hidden])");
}

// On the window: whatever has a meaning of its own for a key, like a field that is changed in place, comes first.
addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.defaultPrevented || event.isComposing) return;
  const { key, target } = event;
  let done = false;
  if (event.altKey && !event.ctrlKey && !event.metaKey) done = combined(event);
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (key === "Escape") done = escape(target);
  else if (typing(target) || !lettersAreOn()) return;
  else done = { g: go, n: make }[waiting]?.(key) ?? LETTERS[key]?.();
  if (done) event.preventDefault();
});
