/** A short, soft tone, made here: no file, so no address that a page's policy could forbid. */

const NOTES = [659.25, 880]; // Hz: E5 and, above it, A5
const NOTE_S = 0.14;
const LOUDNESS = 0.08;
const PATIENCE_MS = 500;
const REST_MS = 1_000;

export class Sound {
  #last = -Infinity;

  constructor(
    private make: () => AudioContext = () => new AudioContext(),
    private now: () => number = () => performance.now(),
  ) {}

  /** Once a second at most. Where it cannot be heard, nothing else happens. */
  async play(): Promise<void> {
    const asked = this.now();
    if (asked - this.#last < REST_MS) return;
    this.#last = asked;
    try {
      await this.#ring(this.make(), asked);
    } catch {
      // There is nothing here that could sound.
    }
  }

  /** Before anybody has clicked in the page, a browser lets nothing sound until somebody does: that is too late. */
  async #ring(context: AudioContext, asked: number): Promise<void> {
    const given = setTimeout(() => void context.close(), PATIENCE_MS);
    await context.resume();
    clearTimeout(given);
    if (this.now() - asked >= PATIENCE_MS || context.state !== "running") return;
    const end = NOTES.reduce((start, note) => chime(context, note, start), context.currentTime);
    setTimeout(() => void context.close(), (end - context.currentTime) * 1000 + PATIENCE_MS);
  }
}

/** One note, swelling and fading so that it does not click; answers when the next one begins. */
function chime(context: AudioContext, frequency: number, start: number): number {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.frequency.value = frequency;
  loudness.gain.setValueAtTime(0.0001, start);
  loudness.gain.exponentialRampToValueAtTime(LOUDNESS, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 2 * NOTE_S);
  tone.connect(loudness).connect(context.destination);
  tone.start(start);
  tone.stop(start + 2 * NOTE_S);
  return start + NOTE_S;
}
