/**
 * A voice note that has just been recorded, listened to before it is sent.
 *
 * Decoded by ourselves: recorders do not say how long a note is, and a strict page forbids
 * its audio elements to play what lies in memory.
 */

import type { Note } from "./recorder.ts";
import { barsOf, evened } from "./bars.ts";
import type { Sound } from "./sound.ts";

const BARS = 64; // as many as the server makes

export class Recorded implements Sound {
  bars: readonly number[] = [];
  durationMs: number;
  #context = new AudioContext();
  #decoding: Promise<AudioBuffer>;
  #source: AudioBufferSourceNode | undefined;
  #fromMs = 0; // where it was when it began to play
  #beganAt = 0; // on the context's clock

  constructor(
    note: Note,
    private changed: () => void,
  ) {
    this.durationMs = note.durationMs;
    this.#decoding = this.#decode(note.sound);
    this.#decoding.catch(() => {}); // whoever plays it is told
  }

  get isPlaying(): boolean {
    return this.#source !== undefined;
  }

  get positionMs(): number {
    const playedMs = this.#source ? (this.#context.currentTime - this.#beganAt) * 1_000 : 0;
    return Math.min(this.#fromMs + playedMs, this.durationMs);
  }

  async play(): Promise<void> {
    const buffer = await this.#decoding;
    await this.#context.resume();
    if (!this.#source) this.#begin(buffer);
  }

  pause(): void {
    this.#fromMs = this.positionMs;
    this.#end();
  }

  seek(ms: number): void {
    const wasPlaying = this.isPlaying;
    this.#end();
    this.#fromMs = ms;
    if (wasPlaying) void this.play();
    this.changed();
  }

  release(): void {
    this.#end();
    void this.#context.close();
  }

  async #decode(sound: Blob): Promise<AudioBuffer> {
    const buffer = await this.#context.decodeAudioData(await sound.arrayBuffer());
    this.durationMs = buffer.duration * 1_000;
    this.bars = evened(barsOf(buffer.getChannelData(0), BARS));
    this.changed();
    return buffer;
  }

  #begin(buffer: AudioBuffer): void {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#context.destination);
    source.addEventListener("ended", () => source === this.#source && this.seek(0));
    source.start(0, this.#fromMs / 1_000);
    this.#beganAt = this.#context.currentTime;
    this.#source = source;
    this.changed();
  }

  #end(): void {
    const source = this.#source;
    this.#source = undefined; // before it tells that it has ended
    source?.stop();
    this.changed();
  }
}
