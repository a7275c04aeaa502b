/** What was measured, until it is told: at most once a minute, and no later than when the page is left. */

import { call, type Caller } from "../../chat/api.ts";
import type { ProviderName } from "../../realtime/config.ts";

const APART_MS = 60_000;
const MOST = 100;

export type Transport = ProviderName | "polling";

export class Lags {
  #noted = new Map<Transport, number[]>();
  #toldAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private caller: Caller) {}

  note(transport: Transport, lag_ms: number): void {
    const lags = this.#noted.get(transport) ?? [];
    if (lags.length < MOST) this.#noted.set(transport, [...lags, lag_ms]);
    this.#timer ??= setTimeout(() => this.#tell(), APART_MS);
  }

  /** There may be no later. */
  leave(): void {
    if (Date.now() - this.#toldAt >= APART_MS) this.#tell();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#noted.clear();
  }

  /** One transport at a time. What does not arrive is not said again: others tell theirs. */
  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [first, ...others] = this.#noted;
    if (!first) return;
    const [transport, lag_ms] = first;
    this.#noted = new Map(others);
    this.#toldAt = Date.now();
    if (others.length > 0) this.#timer = setTimeout(() => this.#tell(), APART_MS);
    call({ ...this.caller, keepalive: true }, "api/chatbot/health", { transport, lag_ms }).catch(() => {});
  }
}
