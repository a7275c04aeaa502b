/** One conversation of the visitor's, heard by socket or polling until it is left. */

import { call, type Caller, history, named, older, rate, sendTranscript } from "../../chat/api.ts";
import { channelOf, type ChatFeed, logOf } from "../../chat/log.ts";
import type { Page } from "../../chat/message.ts";
import { readPast } from "../../chat/past.ts";
import { Reader } from "../../chat/reader.ts";
import type { Store } from "../../chat/store.ts";
import type { Connection } from "../../realtime/connection.ts";
import { Feed } from "../../realtime/feed.ts";
import type { Silence } from "../silence.ts";
import { addressOf, close } from "./api.ts";

export interface Following {
  store: Store;
  caller: Caller;
  connection: Connection | undefined;
  intervalMs: number;
  silence: Silence;
  changed: () => void;
}

export class Followed {
  readonly feed: ChatFeed;
  readonly reader = new Reader((seq) => this.tell("read", { seq }));
  #isLeft = false;
  #stopReading: () => void;

  constructor(
    readonly id: number,
    private how: Following,
  ) {
    const { store, connection, intervalMs, changed } = how;
    const isHidden = () => document.hidden;
    const options = { channel: channelOf(id), connection, intervalMs, isHidden, changed };
    this.#stopReading = readPast(store, (before) => older(how.caller, this.#address, before));
    this.feed = new Feed(logOf(store, this.#read), options);
    this.feed.start();
  }

  leave(): void {
    this.#isLeft = true;
    this.#stopReading();
    this.feed.stop();
  }

  /** What the visitor does, told in the name of their socket, which then need not hear of it. */
  async tell(what: "typing" | "read", body: object): Promise<void> {
    const { caller, connection } = this.how;
    if (!this.#isLeft) await call(named(caller, connection?.socketId), `${this.#address}/${what}`, body);
  }

  /** The answer is the conversation as it stands then, as its event tells it, too. */
  async rate(score: number, comment: string): Promise<void> {
    const { conversation } = await rate(this.how.caller, this.#address, score, comment);
    if (!this.#isLeft) this.how.store.dispatch({ name: "ConversationUpdated", data: conversation });
  }

  async close(): Promise<void> {
    const { conversation } = await close(this.how.caller, this.id);
    if (!this.#isLeft) this.how.store.dispatch({ name: "ConversationUpdated", data: conversation });
  }

  async sendTranscript(email: string): Promise<void> {
    await sendTranscript(this.how.caller, this.#address, email);
  }

  /** A page that comes after it was left is not for the conversation that is shown by then. */
  #read = async (after: number): Promise<Page> => {
    const page = await this.how.silence.around(history(this.how.caller, this.#address, after));
    if (this.#isLeft) throw new Error("This conversation is not followed any more.");
    return page;
  };

  get #address(): string {
    return addressOf(this.id);
  }
}
