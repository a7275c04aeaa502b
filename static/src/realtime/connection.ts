/**
 * Keeps a socket to the best provider there is, for as long as the page lives.
 *
 * A provider is tried again five times with growing delays, then the next one has its
 * turn; after the last there is a rest, and the best is tried again. So no outage and no
 * state of the libraries is final. From a lesser provider we look for the better one now
 * and then, and move when it answers.
 */

import type { Provider, ProviderName } from "./config.ts";
import { growing, jittered, type Random } from "./delays.ts";
import type { Dial, Link, Reports } from "./link.ts";

const RETRIES = 5;
const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
const REST_MS = 15_000;
const CLIMB_MS = 60_000;

export interface Listener {
  subscribed(): void;
  lost(): void;
  heard(event: string, data: unknown): void;
}

export class Connection {
  #rung = 0; // which provider, best first
  #failures = 0;
  #isUp = false;
  #isStopped = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #links = new Map<number, Link>();
  #listeners = new Map<string, Listener>();

  constructor(
    private providers: Provider[],
    private dial: Dial,
    private changed: () => void = () => {},
    private random: Random = Math.random,
  ) {}

  /** Whose socket is open now. */
  get provider(): ProviderName | null {
    return this.#isUp ? this.providers[this.#rung]!.name : null;
  }

  get socketId(): string | undefined {
    return this.#isUp ? this.#links.get(this.#rung)?.socketId : undefined;
  }

  start(): void {
    if (!this.#isStopped || this.providers.length === 0) return;
    this.#isStopped = false;
    void this.#open(this.#rung);
  }

  stop(): void {
    this.#isStopped = true;
    this.#isUp = false;
    this.#stay();
    for (const link of this.#links.values()) link.close();
  }

  /** The network is back, the page is seen again: what waits need not wait so long. */
  wake(): void {
    if (this.#timer === undefined || this.#isUp || this.#isStopped) return;
    this.#after(this.random() * FIRST_MS, this.#rung);
  }

  join(channel: string, listener: Listener): () => void {
    this.#listeners.set(channel, listener);
    for (const link of this.#links.values()) link.join(channel);
    return () => {
      this.#listeners.delete(channel);
      for (const link of this.#links.values()) link.leave(channel);
    };
  }

  async #open(rung: number): Promise<void> {
    this.#timer = undefined;
    try {
      const link = this.#links.get(rung) ?? (await this.dial(this.providers[rung]!, this.#reports(rung)));
      this.#links.set(rung, link);
      for (const channel of this.#listeners.keys()) link.join(channel);
      if (!this.#isStopped) link.open();
    } catch {
      this.#down(rung); // the libraries could not be loaded
    }
  }

  #reports(rung: number): Reports {
    return {
      up: () => this.#up(rung),
      down: () => this.#down(rung),
      subscribed: (channel) => this.#subscribed(channel),
      heard: (channel, event, data) => this.#listeners.get(channel)?.heard(event, data),
    };
  }

  #up(rung: number): void {
    if (rung !== this.#rung) this.#links.get(this.#rung)?.close();
    this.#rung = rung;
    this.#isUp = true;
    this.#stay();
    this.#climbLater();
    this.changed();
  }

  #subscribed(channel: string): void {
    this.#failures = 0; // a server that only answers the phone has not worked yet
    this.#listeners.get(channel)?.subscribed();
  }

  #down(rung: number): void {
    if (this.#isStopped) return;
    if (rung !== this.#rung) return this.#climbLater(); // the better one is still away
    if (this.#isUp) this.#lost();
    this.#failures += 1;
    if (this.#failures <= RETRIES) {
      const delay = growing(FIRST_MS, this.#failures - 1, LONGEST_MS);
      return this.#after(jittered(delay, this.random), rung);
    }
    this.#failures = 0;
    this.#rung = (rung + 1) % this.providers.length;
    this.#after(this.#rung === 0 ? jittered(REST_MS, this.random) : 0, this.#rung);
  }

  #lost(): void {
    this.#isUp = false;
    for (const listener of this.#listeners.values()) listener.lost();
    this.changed();
  }

  #climbLater(): void {
    if (this.#isUp && this.#rung > 0) this.#after(jittered(CLIMB_MS, this.random), this.#rung - 1);
  }

  #after(delay: number, rung: number): void {
    this.#stay();
    this.#timer = setTimeout(() => void this.#open(rung), delay);
  }

  #stay(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
