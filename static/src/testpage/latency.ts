/**
 * How long messages take to be there. Our own: from the key or the click to the `message` event, whether
 * the answer or the socket brought it. Others': from the server's clock to the event, and as messages say in
 * whole seconds when they were stored, to half a second.
 */

import type { Message } from "../chat/message.ts";
import { Clock, type Telling } from "../widget/reports/clock.ts";

const HALF_A_SECOND_MS = 500;

export interface Taken {
  seq: number;
  who: string;
  ms: number;
  isExact: boolean;
}

export class Latency {
  #clock = new Clock();
  #actedAt: number | undefined;
  #sentAt = new Map<string, number>(); // by client_message_id

  constructor(private begunAt: number) {}

  /** Somebody has pressed what sends. */
  acted(at: number): void {
    this.#actedAt = at;
  }

  /** Only the first try counts: whoever waits has waited since then. */
  asked(client_message_id: string, at: number): void {
    if (this.#sentAt.has(client_message_id)) return;
    this.#sentAt.set(client_message_id, this.#actedAt ?? at);
    this.#actedAt = undefined;
  }

  answered(telling: Telling): void {
    this.#clock.hear(telling);
  }

  /** Nothing of what was said before this page, or where too little is known of the server's clock. */
  arrived({ seq, sender_type, sender_name, client_message_id, timestamp }: Message, at: number): Taken | undefined {
    if (sender_type === "visitor") {
      const sentAt = this.#sentAt.get(client_message_id ?? "");
      return sentAt === undefined ? undefined : { seq, who: "You", ms: at - sentAt, isExact: true };
    }
    const { ahead, doubt } = this.#clock;
    if (ahead === undefined || doubt > HALF_A_SECOND_MS) return undefined;
    const saidAt = timestamp * 1000 - ahead;
    const ms = Math.max(0, at - saidAt - HALF_A_SECOND_MS);
    return saidAt < this.begunAt ? undefined : { seq, who: sender_name, ms, isExact: false };
  }
}

/** As a person would say it. */
export function spoken({ ms, isExact }: Taken): string {
  if (!isExact) return ms < HALF_A_SECOND_MS ? "less than a second" : `about ${seconds(ms)}`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : seconds(ms);
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
