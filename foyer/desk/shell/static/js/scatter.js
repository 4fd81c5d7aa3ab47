// Where the dots of the rings stand: radius by ring, angle by a hash of the visitor, pushed apart when two overlap.
export const RINGS = { 1: 0.183, 2: 0.41, 3: 0.645, 4: 0.884 };
const REACH_X = 0.47;
const REACH_Y = 0.443;
const JITTER = 0.022;
const STEP = Math.PI / 36;
const GAP_PX = 8;
const ROOMY_PX = 64;
const LABELS = [0.057, 0.16, 0.268, 0.369];
const LABEL = { x: 100, y: 12 };
const CAPTION_PX = 16;
const CAPTION_WIDTH_PX = 92;

/** A number from 0 to 1 that is always the same for the same text (FNV-1a, mixed so that near texts lie far apart). */
export function hash(words) {
  let sum = 0x811c9dc5;
  for (const letter of String(words)) sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193);
  sum = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return ((sum ^ (sum >>> 13)) >>> 0) / 2 ** 32;
}

/** Places of dots [{key, ring, size}] on a board, as Map(key → {x, y, angle, ring}) in pixels; `kept` is the answer before. */
export function scatter(dots, width, height, kept = new Map()) {
  const known = (dot) => kept.get(dot.key)?.ring === dot.ring;
  const placed = new Map();
  const room = roomy(dots, width + height);
  for (const dot of [...dots].sort((a, b) => known(b) - known(a) || (a.key < b.key ? -1 : 1))) {
    const wanted = kept.get(dot.key)?.angle ?? hash(dot.key) * 2 * Math.PI;
    placed.set(dot.key, free(dot, wanted, placed, { width, height, gap: known(dot) ? GAP_PX : room[dot.ring] }));
  }
  return placed;
}

// How far dots of a ring may stand apart: half of an even spread, so that they look strewn and not heaped.
function roomy(dots, span) {
  const count = (ring) => dots.filter((dot) => dot.ring === Number(ring)).length || 1;
  return Object.fromEntries(Object.entries(RINGS).map(([ring, share]) => {
    const even = (Math.PI * share * span * REACH_Y) / count(ring);
    return [ring, Math.min(ROOMY_PX, Math.max(GAP_PX, even * 0.5 - 36))];
  }));
}

function free(dot, wanted, placed, { width, height, gap }) {
  const others = [...placed.values()];
  const clear = (spot, space) => !behindLabel(spot, width, height) && !others.some((other) => near(spot, other, space));
  const legible = (spot) => !others.some((other) => overCaption(spot, other));
  const wishes = [(spot) => clear(spot, gap) && legible(spot), (spot) => clear(spot, GAP_PX) && legible(spot), (spot) => clear(spot, GAP_PX)];
  for (const fits of wishes) {
    const spot = search(dot, wanted, width, height, fits);
    if (spot) return spot;
  }
  return at(dot, wanted, width, height);
}

function search(dot, wanted, width, height, fits) {
  for (let turn = 0; turn <= Math.PI; turn += STEP) {
    for (const angle of turn ? [wanted + turn, wanted - turn] : [wanted]) {
      const spot = at(dot, angle, width, height);
      if (fits(spot)) return spot;
    }
  }
  return null;
}

function at(dot, angle, width, height) {
  const share = (RINGS[dot.ring] ?? RINGS[4]) + (hash(`${dot.key}r`) - 0.5) * 2 * JITTER;
  return {
    x: width / 2 + Math.cos(angle) * share * REACH_X * width,
    y: height / 2 + Math.sin(angle) * share * REACH_Y * height,
    angle, ring: dot.ring, size: dot.size,
  };
}

// Labels of the rings lie above the dots, at the top of each ring (live.css); a dot keeps clear of them with its caption.
function behindLabel({ x, y, size }, width, height) {
  if (Math.abs(x - width / 2) > LABEL.x + size / 2) return false;
  return LABELS.some((share) => y < share * height + LABEL.y + size / 2 && y > share * height - LABEL.y - size / 2 - CAPTION_PX);
}

// The innermost have their names below them, which nobody stands on while there is room.
function overCaption(one, other) {
  if (one.ring !== 1 || other.ring !== 1 || Math.abs(one.x - other.x) > CAPTION_WIDTH_PX) return false;
  return Math.abs(one.y - other.y) < (one.size + other.size) / 2 + CAPTION_PX + GAP_PX;
}

function near(one, other, gap) {
  return Math.hypot(one.x - other.x, one.y - other.y) < (one.size + other.size) / 2 + gap;
}
