/**
 * A visitor and their conversation: begun when the panel opens or a token is known from
 * before, followed by socket or polling as soon as there is a conversation.
 */

import { ApiError, call, type Caller, history, init, type Introduction, named, send } from "../chat/api.ts";
import { connect } from "../chat/connect.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { insist } from "../chat/insist.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { channelOf, type ChatFeed, enter, logOf } from "../chat/log.ts";
import type { Conversation, Message } from "../chat/message.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import { Store } from "../chat/store.ts";
import type { ProviderName, RealtimeConfig } from "../realtime/config.ts";
import type { Connection } from "../realtime/connection.ts";
import { Feed, type FeedState } from "../realtime/feed.ts";
import type { Embed } from "./embed.ts";
import type { Tokens } from "./tokens.ts";

const MANY = 5; // about ten seconds

export class Session {
  readonly store = new Store();
  readonly sender: Sender;
  readonly keystrokes = new Keystrokes((is_typing) => this.#tell("typing", { is_typing }));
  readonly reader = new Reader((seq) => this.#tell("read", { seq }));
  siteName = "";
  problem = ""; // why there is nobody to talk to
  consentText = ""; // what has to be agreed to first
  #caller: Caller;
  #beginning: Promise<void> | undefined;
  #isUnanswered = false;
  #silences = 0; // attempts in a row without any answer, though the browser has a network
  #slowDown = ""; // the server's words, when too much is asked of it
  #isEnded = false;
  #hasAgreed = false;
  #conversationId: number | undefined;
  #intervalMs = 0;
  #connection: Connection | undefined;
  #feed: ChatFeed | undefined;

  constructor(
    private embed: Embed,
    private tokens: Tokens,
    private changed: () => void,
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
    this.#hasAgreed = true;
    this.begin().catch(() => {}); // the panel shows it
  }

  end(): void {
    this.#isEnded = true;
    this.#connection?.stop();
    this.#feed?.stop();
  }

  wake(): void {
    this.#connection?.wake();
    this.#feed?.wake();
  }

  /** How messages travel now; undefined while there is no conversation to follow. */
  get travel(): FeedState | undefined {
    if (this.#feed) return this.#feed.state;
    return this.#isUnanswered ? "reconnecting" : undefined;
  }

  /**
   * Browsers do not tell a page that our server refuses its origin: it looks like no answer.
   * So that may be why, and we go on asking.
   */
  get hint(): string {
    if (this.#silences < MANY) return this.#slowDown;
    return `The chat cannot be reached from this page. The page's origin, ${location.origin}, may have to be allowed.`;
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
    const isHeard = this.#feed?.isSubscribed && this.#conversationId;
    return isHeard ? channelOf(isHeard) : null;
  }

  #headers = (): Record<string, string> => {
    const token = this.tokens.read();
    return token ? { Authorization: `Bearer ${token}` } : {};
  };

  #introduction = (): Introduction => ({
    site: this.embed.site,
    ...(this.#hasAgreed && { consent: true }),
    ...aboutPage(),
  });

  async #begin(): Promise<void> {
    const answer = await insist(() => init(this.#caller, this.#introduction()), { mayGoOn: this.#wait });
    if (this.#isEnded) return;
    this.siteName = answer.site.name ?? "";
    this.consentText = answer.token === null ? (answer.site.consent?.text ?? "") : "";
    if (answer.token === null) throw new ApiError(401, { code: "consent_needed", message: this.consentText });
    this.tokens.keep(answer.token);
    this.problem = "";
    this.#reached();
    this.#connect(answer.realtime);
    if (answer.conversation) this.#resume(answer.conversation, answer.messages);
    this.changed();
  }

  #wait = (_: number, { status, message }: ApiError): boolean => {
    this.#slowDown = status === 429 ? message : "";
    this.#isUnanswered = true;
    this.#silences = status === 0 && navigator.onLine ? this.#silences + 1 : 0;
    this.changed();
    return !this.#isEnded;
  };

  /** There is an answer: what was in its way counts no more. */
  #reached(): void {
    this.#isUnanswered = false;
    this.#silences = 0;
    this.#slowDown = "";
  }

  #refused(error: unknown): never {
    this.#beginning = undefined; // whoever asks next asks anew
    this.#reached();
    this.problem = error instanceof ApiError ? error.message : "The chat could not be started.";
    this.changed();
    throw error;
  }

  #connect(realtime: RealtimeConfig): void {
    this.#intervalMs = realtime.pollingInterval;
    this.#connection = connect({ caller: this.#caller, realtime, changed: this.changed });
  }

  #resume(conversation: Conversation, messages: Message[]): void {
    this.store.dispatch({ name: "Opened", data: { conversation, messages } });
    this.#follow(conversation.id);
  }

  #follow(id: number): ChatFeed {
    this.#conversationId = id;
    this.#feed = new Feed(logOf(this.store, (after) => history(this.#caller, addressOf(id), after)), {
      channel: channelOf(id),
      connection: this.#connection,
      intervalMs: this.#intervalMs,
      isHidden: () => document.hidden,
      changed: this.changed,
    });
    this.#feed.start();
    return this.#feed;
  }

  /** Before the first message there is nobody who could know. */
  async #tell(what: "typing" | "read", body: object): Promise<void> {
    const id = this.#conversationId;
    if (id) await call(named(this.#caller, this.#connection?.socketId), `${addressOf(id)}/${what}`, body);
  }

  /** The first message makes the conversation that is then followed. */
  #post: Post = async (message) => {
    await this.begin();
    const id = this.#conversationId;
    const sent = await send(this.#caller, { ...message, ...(id && { conversation_id: id }) });
    const feed = this.#feed ?? this.#follow(sent.message.conversation_id);
    enter(this.store, feed, [sent.message]);
  };
}

const aboutPage = () => ({
  page_url: location.href,
  referrer: document.referrer,
  locale: navigator.language,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});

const addressOf = (conversationId: number) => `api/chatbot/conversation/${conversationId}`;
