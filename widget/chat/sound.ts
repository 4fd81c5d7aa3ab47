// A short tone for a new line; browsers allow it after the visitor has clicked on the page.

const TONES_HZ = [660, 880];
const TONE_S = 0.12;
const LOUDNESS = 0.06;

const ALONE_MS = 1000;

/** Of several tabs only one sounds. */
export function chime(): void {
  const activation = (navigator as { userActivation?: { hasBeenActive: boolean } }).userActivation;
  if (!activation?.hasBeenActive || !window.AudioContext) return;
  const alone = async (lock: Lock | null): Promise<void> => {
    if (!lock) return;
    play();
    await new Promise((done) => setTimeout(done, ALONE_MS));
  };
  const sounded = navigator.locks?.request("foyer.chime", { ifAvailable: true }, alone) ?? Promise.resolve().then(play);
  sounded.catch(() => undefined); // No sound is no harm.
}

function play(): void {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(LOUDNESS, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + TONE_S * 3);
  TONES_HZ.forEach((tone, index) => {
    const voice = context.createOscillator();
    voice.frequency.value = tone;
    voice.connect(volume);
    voice.start(context.currentTime + index * TONE_S);
    voice.stop(context.currentTime + (index + 1) * TONE_S);
  });
  setTimeout(() => void context.close(), 1000);
}
