/**
 * What feeds hop 7: how news reach one conversation, by socket while there is one, by polling else.
 *
 * The socket is a hint, the server's log is the truth: after every (re)subscription and
 * whenever a number is missing the log is read on from where we are. Only when the
 * subscription stands and that reading has reached the end are we live, and exactly while
 * we are not, the poller runs.
 */

import type { Connection, Listener } from "./connection.ts";
import { Poller, type PollerOptions } from "./poller.ts";

const HEAD = "smartlink:head";
const SPREAD_MS = 2_000; // all pages are told to look in the same instant; they should not all ask in it

export type FeedState =
  | "connecting"
  | "live"
  | "slow" // no socket, but polling brings everything
  | "reconnecting" // no answer at all
  | "over"; // we may not read it any more, and stop asking

/** The log that is filled: `read` asks the server, the others the store. */
export interface Log<Page extends { has_more: boolean }> {
  cursor(): number;
  hasGap(): boolean;
  read(after: number): Promise<Page>;
  /** Whether the server understood who asks, and said no. */
  isRefusal(error: unknown): boolean;
  take(page: Page): void;
  hear(event: string, data: unknown): void;
}

export interface FeedOptions extends PollerOptions {
  channel: string;
  /** Absent where the site polls only. */
  connection: Pick<Connection, "join" | "wake"> | undefined;
  changed?: () => void;
}

export class Feed<Page extends { has_more: boolean }> implements Listener {
  state: FeedState = "connecting";
  isSubscribed = false;
  #isCaughtUp = false;
  #isStopped = false;
  #isWanted = false;
  #isUnsure = false; // told to look, but not how far the log goes
  #pause: ReturnType<typeof setTimeout> | undefined;
  #reading: Promise<boolean> | undefined;
  #poller: Poller;
  #leave: (() => void) | undefined;

  constructor(
    private log: Log<Page>,
    private options: FeedOptions,
  ) {
    this.#poller = new Poller(() => this.look(), options);
  }

  start(): void {
    this.#leave = this.options.connection?.join(this.options.channel, this);
    this.#poller.start();
    if (!this.options.connection) void this.look();
  }

  stop(): void {
    this.#isStopped = true;
    this.isSubscribed = false;
    this.#poller.stop();
    this.#leave?.();
  }

  wake(): void {
    this.options.connection?.wake();
    this.#poller.wake();
  }

  subscribed(): void {
    this.isSubscribed = true;
    this.#isCaughtUp = false;
    void this.look();
  }

  lost(): void {
    this.isSubscribed = false;
    this.#poller.start();
    this.#show("reconnecting");
  }

  heard(event: string, data: unknown): void {
    this.log.hear(event, data);
    if (event === HEAD) return this.#lookSoon(data);
    if (this.log.hasGap()) void this.look();
  }

  #lookSoon(head: unknown): void {
    this.#isUnsure ||= !isNumbered(head);
    if (!this.#isBehind || this.#pause !== undefined) return;
    const { random = Math.random } = this.options;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#isBehind) void this.look(); // what was missing may have come meanwhile
    }, random() * SPREAD_MS);
  }

  get #isBehind(): boolean {
    return this.#isUnsure || this.log.hasGap();
  }

  /**
   * Reads the log to its end; says whether the server answered. One reading at a time:
   * whoever asks meanwhile gets a page that was asked for after that.
   */
  look(): Promise<boolean> {
    this.#isWanted = true;
    return (this.#reading ??= this.#read());
  }

  async #read(): Promise<boolean> {
    let isAnswered = true;
    try {
      while (this.#isWanted && !this.#isStopped) await this.#readPage();
    } catch (error) {
      if (this.log.isRefusal(error)) this.#end();
      isAnswered = false;
    }
    this.#reading = undefined;
    if (!this.#isStopped) this.#settle(isAnswered);
    return isAnswered;
  }

  async #readPage(): Promise<void> {
    this.#isWanted = this.#isUnsure = false;
    const after = this.log.cursor();
    const page = await this.log.read(after);
    this.log.take(page);
    this.#isWanted ||= page.has_more && this.log.cursor() > after;
  }

  #end(): void {
    if (this.#isStopped) return;
    this.stop();
    this.#show("over");
  }

  #settle(isAnswered: boolean): void {
    this.#isCaughtUp = isAnswered && !this.log.hasGap();
    if (this.#isCaughtUp && this.isSubscribed) {
      this.#poller.stop();
      return this.#show("live");
    }
    this.#poller.start();
    // The server answers again: the socket, too, may be worth another try now.
    if (isAnswered && this.state === "reconnecting") this.options.connection?.wake();
    this.#show(isAnswered ? "slow" : "reconnecting");
  }

  #show(state: FeedState): void {
    if (state === this.state) return;
    this.state = state;
    this.options.changed?.();
  }
}

/** With a number, the log knows whether it has a gap. Without, the server has lost something and cannot say what. */
const isNumbered = (head: unknown): boolean => typeof (head as { seq?: unknown } | null)?.seq === "number";
