/** Looks now and then, for as long as nothing better does. */

import { growing, jittered, type Random } from "./delays.ts";

const HIDDEN_MS = 15_000;
const LONGEST_MS = 30_000;
const JITTER = 0.2; // people wait for this: no more than it takes

export interface PollerOptions {
  intervalMs: number;
  isHidden: () => boolean;
  random?: Random;
}

export class Poller {
  #isRunning = false;
  #errors = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `look` says whether it got an answer. */
  constructor(
    private look: () => Promise<boolean>,
    private options: PollerOptions,
  ) {}

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#errors = 0;
    this.#wait();
  }

  stop(): void {
    this.#isRunning = false;
    this.#forget();
  }

  /** Looks at once, unless it is looking already. */
  wake(): void {
    if (this.#timer !== undefined) void this.#tick();
  }

  async #tick(): Promise<void> {
    this.#forget();
    this.#errors = (await this.look()) ? 0 : this.#errors + 1;
    // Somebody may have stopped us during the look, and even started us again.
    if (this.#isRunning && this.#timer === undefined) this.#wait();
  }

  #wait(): void {
    const { intervalMs, isHidden, random = Math.random } = this.options;
    const calm = isHidden() ? Math.max(HIDDEN_MS, intervalMs) : intervalMs;
    const delay = jittered(growing(calm, this.#errors, LONGEST_MS), random, JITTER);
    this.#timer = setTimeout(() => void this.#tick(), delay);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
