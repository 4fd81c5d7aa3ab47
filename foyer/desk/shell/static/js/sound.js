// Soft tones, for what the user wants to hear of. Browsers let a page sound only after the first touch; of several tabs
// only one sounds, and the next when that one closes.
const TONE_S = 0.35;
const LOUDNESS = 0.08;
const CHIME_HZ = [784];
const place = document.getElementById("notices");
let audio = null;
let mine = false;

/** Whether the user wants to hear of it. */
export const wants = (kind) => (place?.dataset.sounds ?? "").split(" ").includes(kind);

/** Plays one tone after the other. */
export function play(tones_hz) {
  if (!mine || audio?.state !== "running") return;
  try {
    tones_hz.forEach((hertz, index) => tone(hertz, audio.currentTime + index * TONE_S));
  } catch { /* no sound device: what is seen is still seen */ }
}

function tone(hertz, at) {
  const source = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.03);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S);
  source.connect(loudness).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_S);
}

function wake() {
  for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, wake, true);
  audio = "AudioContext" in window ? new AudioContext() : null;
  audio?.resume();
  if (!navigator.locks) mine = true;
  else navigator.locks.request("foyer.sound", () => new Promise(() => { mine = true; }));
}

function isRead({ id }) {
  return document.visibilityState === "visible" && document.querySelector(`[data-thread="${Number(id)}"]`);
}

for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wake, true);
for (const [nudge, kind] of Object.entries({ line: "line", handed: "handed", answered: "handed", mention: "mention", named: "mention", reminder: "reminder", back: "reminder", form: "form" })) {
  document.addEventListener(`foyer:${nudge}`, (event) => wants(kind) && !isRead(event.detail) && play(CHIME_HZ));
}
