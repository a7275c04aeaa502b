/**
 * A visitor and their conversation: begun when the panel opens or a token is known from
 * before, followed by socket or polling as soon as there is a conversation.
 */

import { ApiError, type Caller, type Identity, type InitAnswer } from "../chat/api.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import type { Site } from "../chat/site.ts";
import { Store } from "../chat/store.ts";
import type { ProviderName } from "../realtime/config.ts";
import type { FeedState } from "../realtime/feed.ts";
import { words } from "../words/words.ts";
import type { Embed } from "./embed.ts";
import type { Followed } from "./followed.ts";
import { Silence } from "./silence.ts";
import { Talks } from "./talks.ts";
import type { Told } from "./told.ts";
import type { Tokens } from "./tokens.ts";
import { welcome } from "./welcome.ts";

const unheard = new Reader(async () => {}); // before the first message there is nothing to be read

export class Session {
  readonly store = new Store();
  readonly sender: Sender;
  readonly keystrokes = new Keystrokes(async (is_typing) => this.followed?.tell("typing", { is_typing }));
  readonly talks: Talks;
  site: Site | undefined; // once it is known
  problem = ""; // why there is nobody to talk to
  consentText = ""; // what has to be agreed to first
  #caller: Caller;
  #beginning: Promise<void> | undefined;
  #isBegun = false;
  #silence = new Silence();
  #isEnded = false;

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
    this.talks = new Talks(this.store, this.#caller, changed);
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
    this.talks.end();
  }

  wake(): void {
    this.talks.wake();
  }

  /** The conversation, once there is one. */
  get followed(): Followed | undefined {
    return this.talks.followed;
  }

  /** How messages travel now; undefined while there is no conversation to follow. */
  get travel(): FeedState | undefined {
    return this.talks.travel ?? (this.#silence.isNow ? "reconnecting" : undefined);
  }

  get hint(): string {
    return this.#silence.hint;
  }

  get reader(): Reader {
    return this.followed?.reader ?? unheard;
  }

  get provider(): ProviderName | "polling" | null {
    const isPolling = this.travel === "slow" || this.travel === "reconnecting";
    return this.talks.provider ?? (isPolling ? "polling" : null);
  }

  #headers = (): Record<string, string> => {
    const token = this.tokens.read();
    return token ? { Authorization: `Bearer ${token}` } : {};
  };

  async #begin(): Promise<void> {
    if (this.told.consent === false) this.#needConsent(this.consentText || words.consent.needed);
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
    this.talks.connect(answer.realtime);
    this.talks.resume(answer.conversation, answer.messages);
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
    this.problem = error instanceof ApiError ? error.message : words.panel.notStarted;
    this.changed();
    throw error;
  }

  #post: Post = async (message, options) => {
    if (this.#isEnded) throw new ApiError(401, { code: "ended", message: words.problems.ended });
    const beginning = this.begin();
    await beginning;
    try {
      const sent = await this.talks.say(message);
      if (!this.#isEnded) this.talks.arrived(sent);
    } catch (error) {
      const hasBegunAgain = beginning !== this.#beginning && error instanceof ApiError && error.status === 401;
      if (!hasBegunAgain) throw error;
      await this.#post(message, options); // it was said with a token that has been replaced meanwhile
    }
  };
}
