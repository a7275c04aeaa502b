/**
 * The visitor's conversation on this page: the one that is shown, followed by socket or polling until
 * another takes its place.
 */

import { ApiError, type Caller, type NewMessage, send, type Sent } from "../../chat/api.ts";
import { connect } from "../../chat/connect.ts";
import { channelOf, enter } from "../../chat/log.ts";
import type { Conversation, Message } from "../../chat/message.ts";
import type { Store } from "../../chat/store.ts";
import { type Parcel, sendFiles } from "../../chat/files/upload.ts";
import type { ProviderName, RealtimeConfig } from "../../realtime/config.ts";
import type { Connection } from "../../realtime/connection.ts";
import type { FeedState } from "../../realtime/feed.ts";
import { Followed, type Following } from "./followed.ts";
import { Silence } from "../silence.ts";
import { type Listing, listTalks } from "./api.ts";
import { visit, type Visit } from "./visit.ts";

export class Talks {
  followed: Followed | undefined; // once there is a conversation
  isAnother = false; // since the one before it is over, or was to be
  #intervalMs = 0;
  #connection: Connection | undefined;

  constructor(
    private store: Store,
    private caller: Caller,
    private silence: Silence,
    private changed: () => void,
  ) {}

  /** A socket that was opened in another's name does not serve this one. */
  connect(realtime: RealtimeConfig): void {
    this.#hangUp();
    this.#intervalMs = realtime.pollingInterval;
    this.#connection = connect({ caller: this.caller, realtime, changed: this.changed });
  }

  /** Goes on where the visitor was, with the newest of what was said. */
  resume(conversation: Conversation | null, messages: Message[]): void {
    if (!conversation) return this.#leave();
    if (conversation.id !== this.followed?.id) {
      this.#leave();
      this.store.dispatch({ name: "Opened", data: { conversation, messages } });
    }
    this.#follow(conversation.id);
  }

  /** What is closed for good takes nothing more: then it goes into the visitor's open conversation, or a new one. */
  async say(message: NewMessage, parcel?: Parcel): Promise<Sent> {
    const headers = this.caller.headers(); // whoever is the visitor here in a moment has not said it
    const caller = { ...this.caller, headers: () => headers };
    const say = (said: NewMessage & { conversation_id?: number }) =>
      parcel ? sendFiles(caller, said, parcel) : send(caller, said);
    if (!this.followed) return say(message);
    try {
      return await say({ ...message, conversation_id: this.followed.id });
    } catch (error) {
      if (error instanceof ApiError && error.isClosed) return say(message);
      throw error;
    }
  }

  /** The first message makes the conversation that is then followed. */
  arrived({ message, conversation }: Sent): void {
    if (this.followed && this.followed.id !== message.conversation_id) {
      this.#leave();
      this.isAnother = true;
    }
    const { feed } = this.followed ?? this.#follow(message.conversation_id);
    enter(this.store, feed, [message]);
    if (conversation) this.store.dispatch({ name: "ConversationUpdated", data: conversation });
  }

  get isOpen(): boolean {
    return this.followed !== undefined && this.store.state.standing.status !== "closed";
  }

  /** What is said next begins another conversation. A visitor has one open, so this one is closed. */
  async leave(): Promise<void> {
    if (this.isOpen) await this.followed?.close();
    this.#leave();
    this.changed();
  }

  /** All of the visitor's, newest first and page by page. */
  list(cursor: string | null): Promise<Listing> {
    return listTalks(this.caller, cursor);
  }

  /** Another of them is looked at, while this one goes on. */
  visit(id: number): Promise<Visit> {
    return visit(this.caller, id, { ...this.#how, silence: new Silence(), changed: () => {} });
  }

  /** The visited one takes the place of this one. */
  goOn({ conversation, messages }: Visit): void {
    this.resume(conversation, messages);
    this.changed();
  }

  wake(): void {
    this.#connection?.wake();
    this.followed?.feed.wake();
  }

  end(): void {
    this.#hangUp();
    this.followed?.leave();
  }

  /** How messages travel now; undefined while there is no conversation to follow. */
  get travel(): FeedState | undefined {
    return this.followed?.feed.state;
  }

  /** Whose socket stands. */
  get provider(): ProviderName | null {
    return this.#connection?.provider ?? null;
  }

  /** The channel we really hear, by its wire name. */
  get channel(): string | null {
    return this.followed?.feed.isSubscribed ? channelOf(this.followed.id) : null;
  }

  /** The socket first: a goodbye to its channel would leave a moment later, when it is closing. */
  #hangUp(): void {
    this.#connection?.stop();
    this.followed?.feed.stop();
  }

  #follow(id: number): Followed {
    this.followed?.leave();
    return (this.followed = new Followed(id, { ...this.#how, store: this.store }));
  }

  get #how(): Omit<Following, "store"> {
    const { caller, silence, changed } = this;
    return { caller, silence, changed, connection: this.#connection, intervalMs: this.#intervalMs };
  }

  /** Each conversation has its own numbers, so nothing of one stays for the next. */
  #leave(): void {
    if (!this.followed) return;
    this.followed.leave();
    this.followed = undefined;
    this.isAnother = false;
    this.store.dispatch({ name: "Left", data: null });
  }
}
