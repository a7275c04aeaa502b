/**
 * A visitor and their conversation: begun when the panel opens or a token is known from
 * before, followed by socket or polling as soon as there is a conversation.
 */

import { ApiError, type Caller, type Identity, type InitAnswer, type NewMessage, send, type Sent } from "../chat/api.ts";
import { connect } from "../chat/connect.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { channelOf, enter } from "../chat/log.ts";
import type { Conversation, Message } from "../chat/message.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import type { Site } from "../chat/site.ts";
import { Store } from "../chat/store.ts";
import type { ProviderName, RealtimeConfig } from "../realtime/config.ts";
import type { Connection } from "../realtime/connection.ts";
import type { FeedState } from "../realtime/feed.ts";
import type { Embed } from "./embed.ts";
import { Followed } from "./followed.ts";
import { Silence } from "./silence.ts";
import type { Told } from "./told.ts";
import type { Tokens } from "./tokens.ts";
import { welcome } from "./welcome.ts";

const NO_CONSENT = "You have not agreed that we keep what you write, so nothing is sent. To chat, please agree to that.";
const unheard = new Reader(async () => {}); // before the first message there is nothing to be read

export class Session {
  readonly store = new Store();
  readonly sender: Sender;
  readonly keystrokes = new Keystrokes(async (is_typing) => this.followed?.tell("typing", { is_typing }));
  site: Site | undefined; // once it is known
  problem = ""; // why there is nobody to talk to
  consentText = ""; // what has to be agreed to first
  isAnother = false; // the conversation, since the one before it is over
  followed: Followed | undefined; // once there is a conversation
  #caller: Caller;
  #beginning: Promise<void> | undefined;
  #isBegun = false;
  #silence = new Silence();
  #isEnded = false;
  #intervalMs = 0;
  #connection: Connection | undefined;

  constructor(
    private embed: Embed,
    private tokens: Tokens,
    private changed: () => void,
    private told: Told = {},
  ) {
    this.store.subscribe(changed);
    forgetTypists(this.store);
    this.sender = new Sender(this.store, this.#post);
    this.#caller = { base: embed.base, headers: this.#headers, credentials: "omit" };
  }

  get base(): string {
    return this.embed.base;
  }

  /** Asks until there is an answer; fails when the answer is no. */
  begin(): Promise<void> {
    return (this.#beginning ??= this.#begin().catch((error: unknown) => this.#refused(error)));
  }

  /** The visitor says yes to what the site has asked; only then anything of them is stored. */
  agree(): void {
    this.told.consent = true;
    this.begin().catch(() => {}); // the panel shows it
  }

  /** The visitor is known from now on: what has begun begins again in their name. */
  identify(identity: Identity): void {
    this.told.identity = identity;
    if (!this.#isBegun) return; // it goes along
    this.#isBegun = false;
    this.#beginning = undefined;
    this.begin().catch(() => {}); // the panel shows it
  }

  end(): void {
    this.#isEnded = true;
    this.followed?.leave();
    this.#connection?.stop();
  }

  wake(): void {
    this.#connection?.wake();
    this.followed?.feed.wake();
  }

  /** How messages travel now; undefined while there is no conversation to follow. */
  get travel(): FeedState | undefined {
    if (this.followed) return this.followed.feed.state;
    return this.#silence.isNow ? "reconnecting" : undefined;
  }

  get hint(): string {
    return this.#silence.hint;
  }

  get reader(): Reader {
    return this.followed?.reader ?? unheard;
  }

  get provider(): ProviderName | "polling" | null {
    const isPolling = this.travel === "slow" || this.travel === "reconnecting";
    return this.#connection?.provider ?? (isPolling ? "polling" : null);
  }

  get isConnected(): boolean {
    return Boolean(this.#connection?.provider);
  }

  /** The channel we really hear, by its wire name. */
  get channel(): string | null {
    return this.followed?.feed.isSubscribed ? channelOf(this.followed.id) : null;
  }

  #headers = (): Record<string, string> => {
    const token = this.tokens.read();
    return token ? { Authorization: `Bearer ${token}` } : {};
  };

  async #begin(): Promise<void> {
    if (this.told.consent === false) this.#needConsent(this.consentText || NO_CONSENT);
    const { identity, consent } = this.told;
    const answer = await this.#welcome(identity);
    if (this.#isEnded) return;
    this.site = answer.site;
    if (answer.token !== null) this.tokens.keep(answer.token);
    const hasChanged = this.told.identity !== identity || this.told.consent !== consent;
    if (hasChanged) return this.#begin(); // the page said more while we asked
    if (answer.token === null) this.#needConsent(answer.site.consent.text);
    this.consentText = "";
    this.problem = "";
    this.#silence.ends();
    this.#connect(answer.realtime);
    this.#resume(answer.conversation, answer.messages);
    this.#isBegun = true;
    this.changed();
  }

  #welcome(identity: Identity | undefined): Promise<InitAnswer> {
    const { site } = this.embed;
    return welcome({ caller: this.#caller, site, told: this.told, mayGoOn: this.#wait }, identity);
  }

  #needConsent(text: string): never {
    this.consentText = text;
    throw new ApiError(401, { code: "consent_needed", message: text });
  }

  #wait = (_: number, error: ApiError): boolean => {
    this.#silence.goesOn(error);
    this.changed();
    return !this.#isEnded;
  };

  #refused(error: unknown): never {
    this.#beginning = undefined; // whoever asks next asks anew
    this.#silence.ends();
    this.problem = error instanceof ApiError ? error.message : "The chat could not be started.";
    this.changed();
    throw error;
  }

  /** A socket that was opened in another's name does not serve this one. */
  #connect(realtime: RealtimeConfig): void {
    this.followed?.feed.stop();
    this.#connection?.stop();
    this.#intervalMs = realtime.pollingInterval;
    this.#connection = connect({ caller: this.#caller, realtime, changed: this.changed });
  }

  #resume(conversation: Conversation | null, messages: Message[]): void {
    if (!conversation) return this.#leave();
    if (conversation.id !== this.followed?.id) {
      this.#leave();
      this.store.dispatch({ name: "Opened", data: { conversation, messages } });
    }
    this.#follow(conversation.id);
  }

  #follow(id: number): Followed {
    const { store, changed } = this;
    this.followed?.leave();
    const how = { store, changed, caller: this.#caller, connection: this.#connection, intervalMs: this.#intervalMs };
    return (this.followed = new Followed(id, how));
  }

  /** Each conversation has its own numbers, so nothing of one stays for the next. */
  #leave(): void {
    if (!this.followed) return;
    this.followed.leave();
    this.followed = undefined;
    this.isAnother = false;
    this.store.dispatch({ name: "Left", data: null });
  }

  #post: Post = async (message, options) => {
    if (this.#isEnded) throw new ApiError(401, { code: "ended", message: "This chat is over." });
    const beginning = this.begin();
    await beginning;
    try {
      this.#arrived(await this.#say(message));
    } catch (error) {
      const hasBegunAgain = beginning !== this.#beginning && error instanceof ApiError && error.status === 401;
      if (!hasBegunAgain) throw error;
      await this.#post(message, options); // it was said with a token that has been replaced meanwhile
    }
  };

  /** What is closed for good takes nothing more: then it goes into the visitor's open conversation, or a new one. */
  async #say(message: NewMessage): Promise<Sent> {
    if (!this.followed) return send(this.#caller, message);
    try {
      return await send(this.#caller, { ...message, conversation_id: this.followed.id });
    } catch (error) {
      if (error instanceof ApiError && error.isClosed) return send(this.#caller, message);
      throw error;
    }
  }

  /** The first message makes the conversation that is then followed. */
  #arrived({ message, conversation }: Sent): void {
    if (this.#isEnded) return;
    if (this.followed && this.followed.id !== message.conversation_id) {
      this.#leave();
      this.isAnother = true;
    }
    const { feed } = this.followed ?? this.#follow(message.conversation_id);
    enter(this.store, feed, [message]);
    if (conversation) this.store.dispatch({ name: "ConversationUpdated", data: conversation });
  }
}
