/**
 * A voice note while it is made: asked for, recorded, and then kept until it is sent or discarded.
 * However that ends, the microphone is let go.
 */

/** What is being recorded. */
export interface Tape {
  /** How loud it is now, from 0 to 1. */
  level(): number;
  /** Ends it, and gives what was heard. */
  finish(): Promise<Blob>;
  /** Ends it, and nothing is kept. */
  close(): void;
}

/** Asks for the microphone, and records. Calls back when it is taken away. */
export type Microphone = (lost: () => void) => Promise<Tape>;

export interface Note {
  sound: Blob;
  durationMs: number;
}

export type Failure = "refused" | "missing" | "busy" | "short" | "unloaded";

export type Stage =
  | { name: "idle" }
  | { name: "asking" }
  | { name: "recording"; elapsedMs: number }
  | { name: "recorded"; note: Note }
  | { name: "failed"; why: Failure };

/** The server takes ten minutes. What ended a moment too late would be refused as a whole. */
export const LONGEST_MS = 590_000;
/** At the end everybody sees how long they may go on. */
export const COUNTED_MS = 10_000;
const SHORTEST_MS = 500; // pressed twice by mistake
const TICK_MS = 250;

export class Recorder {
  stage: Stage = { name: "idle" };
  #tape: Tape | undefined;
  #attempt = 0; // whoever comes back to another one than it left is late
  #startedAt = 0;
  #ticking: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private microphone: Microphone,
    private changed: () => void,
    private now: () => number = Date.now,
  ) {}

  get level(): number {
    return this.#tape?.level() ?? 0;
  }

  async start(): Promise<void> {
    this.#drop();
    const attempt = this.#attempt;
    this.#turn({ name: "asking" });
    try {
      const tape = await this.microphone(() => attempt === this.#attempt && void this.stop());
      if (attempt === this.#attempt) this.#begin(tape);
      else tape.close();
    } catch (error) {
      if (attempt === this.#attempt) this.#turn({ name: "failed", why: reasonOf(error) });
    }
  }

  async stop(): Promise<void> {
    const tape = this.#tape;
    if (!tape) return;
    const attempt = this.#attempt;
    const durationMs = this.#elapsedMs;
    this.#leave();
    const sound = await tape.finish();
    if (attempt !== this.#attempt) return;
    const isNothing = durationMs < SHORTEST_MS || sound.size === 0;
    this.#turn(isNothing ? { name: "failed", why: "short" } : { name: "recorded", note: { sound, durationMs } });
  }

  discard(): void {
    this.#drop();
    this.#turn({ name: "idle" });
  }

  get #elapsedMs(): number {
    return Math.min(this.now() - this.#startedAt, LONGEST_MS);
  }

  #begin(tape: Tape): void {
    this.#tape = tape;
    this.#startedAt = this.now();
    this.#tick();
  }

  #tick(): void {
    const elapsedMs = this.#elapsedMs;
    this.#turn({ name: "recording", elapsedMs });
    if (elapsedMs >= LONGEST_MS) void this.stop();
    else this.#ticking = setTimeout(() => this.#tick(), TICK_MS);
  }

  #drop(): void {
    this.#attempt += 1;
    this.#tape?.close();
    this.#leave();
  }

  #leave(): void {
    clearTimeout(this.#ticking);
    this.#tape = undefined;
  }

  #turn(stage: Stage): void {
    this.stage = stage;
    this.changed();
  }
}

const REASONS: Record<string, Failure> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

/** What browsers call what went wrong. */
function reasonOf(error: unknown): Failure {
  return (error instanceof Error && REASONS[error.name]) || "busy";
}
