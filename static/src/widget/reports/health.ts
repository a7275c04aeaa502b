/**
 * How late messages of others are when they can be seen, measured at some of the visitors and told to
 * the server now and then. These are figures about the road, and about nobody.
 *
 * A message says in whole seconds when it was stored, so one figure is true to half a second. There
 * is none while less is known of the server's clock.
 */

import type { Caller, Sent } from "../../chat/api.ts";
import type { Message } from "../../chat/message.ts";
import type { Store } from "../../chat/store.ts";
import { Clock } from "./clock.ts";
import type { Embed } from "../embed.ts";
import { Lags, type Transport } from "./lags.ts";

const SHARE = 0.1; // of all visitors
const HALF_A_SECOND_MS = 500;
const LONGEST_MS = 3_600_000;

/** Few are enough to know how most are served; a page with few visitors may want them all. */
export const isMeasured = ({ health }: Embed, chance: number = Math.random()): boolean => health === "all" || chance < SHARE;

export interface Road {
  caller: Caller;
  store: Store;
  /** By which messages come now. */
  transport: () => Transport | null;
}

export class Health {
  #clock = new Clock();
  #lags: Lags;
  #newest = 0; // by id, which those of all conversations share
  #seenSince = Infinity; // when the page came into view
  #stopHearing: (() => void) | undefined;

  constructor(
    private road: Road,
    private isWanted: boolean,
  ) {
    this.#lags = new Lags(road.caller);
  }

  begin(): void {
    if (!this.isWanted || this.#stopHearing) return;
    this.#stopHearing = this.road.store.subscribe(() => this.#hear());
    document.addEventListener("visibilitychange", this.#watch);
    this.#watch();
  }

  end(): void {
    this.#stopHearing?.();
    this.#stopHearing = undefined;
    document.removeEventListener("visibilitychange", this.#watch);
    this.#lags.end();
  }

  /**
   * A message of our own was stored between being written and being answered, which tells of the
   * server's clock. Between its tries it may have been stored at any of them.
   */
  sending(client_message_id: string): (answer: Sent) => void {
    const written = this.road.store.state.outgoing.find((one) => one.client_message_id === client_message_id);
    return ({ conversation }) => {
      const toldAt = Date.parse(conversation?.last_message_at ?? "");
      if (written && toldAt) this.#clock.hear({ toldAt, askedAt: written.timestamp * 1000, answeredAt: Date.now() });
    };
  }

  #watch = (): void => {
    if (document.hidden) this.#lags.leave();
    else this.#seenSince = Date.now();
  };

  #hear(): void {
    const transport = this.road.transport();
    const news = this.road.store.state.messages.filter(({ id }) => id > this.#newest);
    this.#newest = Math.max(this.#newest, ...news.map(({ id }) => id));
    if (document.hidden || !transport) return;
    for (const message of news) this.#measure(message, transport);
  }

  /** What was said while nobody looked is not late: it was waited for. */
  #measure({ sender_type, timestamp }: Message, transport: Transport): void {
    const { ahead, doubt } = this.#clock;
    if (sender_type === "visitor" || ahead === undefined || doubt > HALF_A_SECOND_MS) return;
    const saidAt = timestamp * 1000 - ahead; // the beginning of its second, by our own clock
    const lag = Math.max(0, Math.round(Date.now() - saidAt - HALF_A_SECOND_MS));
    if (saidAt >= this.#seenSince && lag <= LONGEST_MS) this.#lags.note(transport, lag);
  }
}
