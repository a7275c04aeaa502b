/** A sound that is listened to: what a player needs to know of it, wherever it comes from. */

export interface Sound {
  readonly bars: readonly number[]; // how loud it is when, from 0 to 100
  readonly durationMs: number;
  readonly positionMs: number;
  readonly isPlaying: boolean;
  /** Fails when it cannot be played here. */
  play(): Promise<void>;
  pause(): void;
  seek(ms: number): void;
  /** Faster, as high as before; absent where that cannot be done. */
  hurry?(rate: number): void;
  /** Ends it for good. */
  release(): void;
}

let heard: Sound | undefined;

/** Two voices at once are none: what was heard until now pauses. */
export function playAlone(sound: Sound): Promise<void> {
  if (heard !== sound) heard?.pause();
  heard = sound;
  return sound.play();
}
