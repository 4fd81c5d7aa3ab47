// In the frame of the preview: the real chat, with settings that are not saved, and a server that is played here.
// Nothing is sent, and nothing is kept: what the chat keeps goes into a map that is emptied each time.
const kept = new Map();
const store = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, String(value)),
  removeItem: (name) => kept.delete(name),
};
for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: store });

const { question, answer } = document.body.dataset;
const now = () => new Date().toISOString();
let shown = { config: {}, scene: "form" };
let seq = 0;

const agent = () => shown.config.agents?.[0] ?? "";
const line = (kind, text, more = {}) => ({ seq: ++seq, kind, text, name: kind === "visitor" ? null : agent(), at: now(), id: null, file: null, ...more });
const conversation = (more = {}) => ({
  state: "open", agent: agent(), place: null, invited: false, nameless: false, missed: false, ratable: false, rating: "", comment: "",
  started: now(), ended: null, last_seq: seq, read_seq: seq, ...more,
});

const ANSWERS = {
  hello: () => {
    const isChat = shown.scene === "chat";
    const messages = isChat ? [line("visitor", question), line("system", "joined"), line("agent", answer)] : [];
    const { online, agents } = shown.config;
    return [{ t: "ready", online, agents, back: null, conversation: isChat ? conversation() : null, messages, more: false }];
  },
  start: ({ id, text }) => [
    { t: "started", id, token: "preview", conversation: conversation(), messages: [line("visitor", text), line("system", "joined"), line("agent", answer)] },
  ],
  send: ({ id }) => [{ t: "ack", id, seq: ++seq, at: now() }, { t: "message", message: line("agent", answer) }],
  end: () => [{ t: "state", conversation: conversation({ state: "ended", ended: now(), ratable: true }) }],
  rate: ({ rating, comment }) => [{ t: "state", conversation: conversation({ state: "ended", ended: now(), ratable: true, rating, comment }) }],
  link: ({ id }) => [{ t: "error", id, field: null, code: "failed" }],
  ping: () => [{ t: "pong" }],
};

window.WebSocket = class {
  static OPEN = 1;
  readyState = 1;

  constructor() {
    setTimeout(() => this.onopen?.());
  }

  send(data) {
    const frame = JSON.parse(data);
    for (const told of ANSWERS[frame.t]?.(frame) ?? []) setTimeout(() => this.onmessage?.({ data: JSON.stringify(told) }));
  }

  close() {
    this.readyState = 3;
  }
};

function show({ config, language, scene, isDark, isRtl }) {
  kept.clear();
  const isOpen = ["form", "chat", "offline"].includes(scene);
  if (isOpen) kept.set("foyer.o", "1"); // as after a reload: opened in this way it does not take the focus from the form
  if (scene === "chat") kept.set("foyer.c", JSON.stringify({ preview: { token: "preview" } }));
  const isAway = scene === "offline";
  const theme = config.theme ?? (isDark ? "dark" : null);
  shown = { scene, config: { ...config, theme, icon: true, online: !isAway, agents: isAway ? [] : config.agents, greets_after_s: scene === "greeting" ? 0.1 : null } };
  document.documentElement.dir = isRtl ? "rtl" : "ltr";
  const setup = { config: shown.config, host: location.origin, key: "preview", browser: () => "preview", language, opened: [] };
  document.querySelector("foyer-widget")?.remove();
  document.body.append(Object.assign(document.createElement("foyer-widget"), { setup }));
}

addEventListener("message", (event) => event.source === parent && event.origin === location.origin && event.data?.config && show(event.data));

// Which file the chat is in now, is told for every key, also for one that is none.
const { script } = await (await fetch("/widget/config/preview.json")).json();
document.head.append(Object.assign(document.createElement("script"), { src: script, onload: () => parent.postMessage("ready", location.origin) }));
