// The agent's socket: takes a ticket, says hello, turns each nudge {"t": "live"} into an event `foyer:live` on document,
// and comes back by itself. Fragments listen: hx-trigger="foyer:live from:document throttle:1s". HTML comes only as thread.js asks.
import { pollAddress, Polled } from "./polled.js";
import { piece } from "./texts.js";

const WAITS_S = [1, 2, 4, 8, 15, 30];
const PING_MS = 25_000;
const SILENT_MS = 60_000;
const BANNER_MS = 2_000;
const NUDGES = new Set(["live", "inbox", "conversation", "lines", "typing", "ring", "quiet", "visitor", "record", "presence", "availability", "deals", "activities", "reminder", "mention", "form", "answered", "handed", "back", "named", "line", "run", "layout"]);

const ANSWER_MS = 10_000;
let socket = null;
let polls = null;
let tries = 0;
let heard = 0;
let lost = 0;

async function connect() {
  try {
    const { ticket } = await (await fetch(document.body.dataset.ticket, { method: "POST", headers: { "X-CSRFToken": document.body.dataset.csrf } })).json();
    open(ticket);
  } catch {
    again();
  }
}

function open(ticket) {
  const url = `${location.origin.replace(/^http/, "ws")}/ws/agent`;
  const own = (socket = asks() ? new Polled(pollAddress(url)) : new WebSocket(url));
  const silent = setTimeout(() => own.close(), ANSWER_MS);
  own.onopen = () => [{ t: "hello", ticket, device: device() }, { t: "ping" }].forEach(send);
  own.onmessage = (event) => {
    clearTimeout(silent);
    polls = own instanceof Polled;
    hear(JSON.parse(event.data));
  };
  own.onclose = () => {
    clearTimeout(silent);
    again();
  };
}

// Some proxies let no socket through: from the third try on requests take turns with it, and the way that worked stays (R25).
const asks = () => polls ?? (tries >= 2 && tries % 2 === 0);

// Names this browser among the user's own; where nothing can be kept, each page counts as one.
function device() {
  try {
    return (localStorage["foyer.device"] ||= crypto.randomUUID?.() ?? String(Math.random()));
  } catch {
    return String(Math.random());
  }
}

function hear(frame) {
  if (!heard) arrived();
  heard = Date.now();
  if (!NUDGES.has(frame.t)) return;
  tell(frame.t, frame);
  const about = frame.id ?? frame.actor; // also as foyer:conversation-42, for fragments of that one thing
  if (about) tell(`${frame.t}-${about}`, frame);
}

function arrived() {
  tries = 0;
  lost = 0;
  document.body.classList.remove("stale");
  banner(null);
  tell("again", {}); // the first time too: what happened while the page was on its way was told to nobody
}

function again() {
  socket = null;
  heard = 0;
  lost ||= Date.now();
  setTimeout(() => lost && banner("offline"), BANNER_MS);
  setTimeout(() => lost && Date.now() - lost >= SILENT_MS && document.body.classList.add("stale"), SILENT_MS);
  const wait_s = WAITS_S[Math.min(tries++, WAITS_S.length - 1)];
  setTimeout(connect, wait_s * 1000 * (0.5 + Math.random()));
}

function banner(name) {
  const place = document.getElementById("banner");
  if (!place) return;
  place.hidden = !name;
  if (!name) place.replaceChildren();
  else if (!place.firstChild) place.append(piece(name));
}

function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(`foyer:${name}`, { detail }));
}

/** Sends a frame when the line is open; what is lost here is only a ping or a typing sign. */
export function send(frame) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

setInterval(() => {
  if (heard && Date.now() - heard > PING_MS * 2) socket?.close();
  else send({ t: "ping" });
}, PING_MS);

document.addEventListener("foyer:say", (event) => send(event.detail));
window.addEventListener("online", () => !socket && connect());
if (document.body.dataset.ticket) connect();
