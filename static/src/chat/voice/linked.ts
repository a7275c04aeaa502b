/** A voice note at our server: nothing of it is loaded before somebody plays it. */

import type { Attachment } from "../message.ts";
import type { Sound } from "./sound.ts";

const EVENTS = ["play", "pause", "ended", "durationchange"];

export class Linked implements Sound {
  readonly bars: readonly number[];
  #audio = new Audio();

  constructor(
    private address: string,
    private told: Pick<Attachment, "duration_ms" | "waveform">,
    private changed: () => void,
  ) {
    this.bars = told.waveform ?? [];
    this.#audio.addEventListener("ended", () => this.seek(0));
    for (const event of EVENTS) this.#audio.addEventListener(event, changed);
  }

  get durationMs(): number {
    const { duration } = this.#audio;
    return Number.isFinite(duration) ? duration * 1_000 : (this.told.duration_ms ?? 0);
  }

  get positionMs(): number {
    return this.#audio.currentTime * 1_000;
  }

  get isPlaying(): boolean {
    return !this.#audio.paused;
  }

  /** A page that forbids it hears of that only now, because it has been asked for. */
  async play(): Promise<void> {
    if (!this.#audio.src) this.#audio.src = this.address;
    try {
      await this.#audio.play();
    } catch (error) {
      // Paused before it had begun: that is what somebody wanted.
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
    }
  }

  pause(): void {
    this.#audio.pause();
  }

  seek(ms: number): void {
    this.#audio.currentTime = ms / 1_000;
    this.changed(); // what is not loaded yet tells nothing
  }

  hurry(rate: number): void {
    this.#audio.defaultPlaybackRate = rate; // loading goes back to it
    this.#audio.playbackRate = rate;
  }

  release(): void {
    this.#audio.pause();
    this.#audio.removeAttribute("src");
  }
}
