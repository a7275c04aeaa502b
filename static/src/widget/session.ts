/**
 * A visitor and their conversation: begun when the panel opens or a token is known from
 * before, followed by socket or polling as soon as there is a conversation.
 */

import { ApiError, type Caller, type Identity, type InitAnswer } from "../chat/api.ts";
import type { Recent } from "../chat/emojiRecent.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import type { Site } from "../chat/site.ts";
import { Store } from "../chat/store.ts";
import type { ProviderName } from "../realtime/config.ts";
import type { FeedState } from "../realtime/feed.ts";
import { words } from "../words/words.ts";
import { Desk } from "./desk.ts";
import type { Embed } from "./embed.ts";
import { recentOf } from "./emojiKept.ts";
import type { Followed } from "./followed.ts";
import { type Answers, Form } from "./form.ts";
import { Health, isMeasured } from "./health.ts";
import { forgetAll, keptFor } from "./kept.ts";
import { Own } from "./own.ts";
import { Silence } from "./silence.ts";
import { Talks } from "./talks.ts";
import type { Told } from "./told.ts";
import { type Tokens, tokensFor } from "./tokens.ts";
import { Visits } from "./visits.ts";
import { welcome } from "./welcome.ts";

const unheard = new Reader(async () => {}); // before the first message there is nothing to be read

export class Session {
  readonly store = new Store();
  readonly sender: Sender;
  readonly keystrokes = new Keystrokes(async (is_typing) => this.followed?.tell("typing", { is_typing }));
  readonly talks: Talks;
  readonly desk: Desk;
  readonly recent: Recent;
  readonly form: Form;
  readonly own: Own;
  site: Site | undefined; // once it is known
  problem = ""; // why there is nobody to talk to
  consentText = ""; // what has to be agreed to first
  #caller: Caller;
  #visits: Visits;
  #health: Health;
  #beginning: Promise<void> | undefined;
  #isBegun = false;
  #silence: Silence;
  #isLost = false; // the server does not know this visitor any more
  #isEnded = false;
  #known = ""; // by this id of the page's own site, as the server knows it

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
    this.#silence = new Silence(changed);
    this.talks = new Talks(this.store, this.#caller, this.#silence, changed);
    this.form = new Form(keptFor("form", embed.site));
    this.own = new Own(this.#caller, () => this.#forget());
    this.#visits = new Visits(this.#caller);
    const transport = () => (this.travel === "live" ? this.talks.provider : "polling");
    this.#health = new Health({ caller: this.#caller, store: this.store, transport }, isMeasured(embed));
    this.recent = recentOf(embed.site, () => this.mayKeep);
    this.desk = new Desk(embed.site, this.store, this.sender, {
      token: () => (this.mayKeep ? tokens.read() : null),
      name: () => told.identity?.id ?? this.#known,
    });
  }

  get base(): string {
    return this.embed.base;
  }

  /** Whether anything of the visitor may be kept in their browser. */
  get mayKeep(): boolean {
    const isAgreed = this.consentText === "" && this.told.consent !== false;
    return isAgreed && !this.#isEnded && this.tokens.read() !== null;
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
    this.desk.recognised();
    if (this.#isBegun) this.#beginAgain(); // else it goes along
  }

  /** By the token that is there by now, which may be another tab's; else as somebody new. */
  startAgain(): void {
    const another = tokensFor(this.embed.site).read();
    if (another !== null) this.tokens.keep(another);
    this.talks.resume(null, []);
    this.#beginAgain();
  }

  /** What the form has asked. The words that waited for it go out. */
  async introduce(answers: Answers): Promise<void> {
    await this.form.tell(this.#caller, this.embed.site, answers);
    this.changed();
  }

  end(): void {
    this.#isEnded = true;
    this.sender.end();
    this.talks.end();
    this.desk.end();
    this.#visits.end();
    this.#health.end();
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
    if (this.#isLost) return "over";
    return this.talks.travel ?? (this.#silence.isNow ? "reconnecting" : undefined);
  }

  get hint(): string {
    return this.travel === "over" ? "" : this.#silence.hint;
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
    this.#isLost = this.own.isErased = false;
    this.form.meet(answer);
    this.#known = answer.visitor?.identity?.id ?? "";
    this.desk.recognised();
    this.talks.connect(answer.realtime);
    this.talks.resume(answer.conversation, answer.messages);
    this.#isBegun = true;
    this.#visits.begin();
    this.#health.begin();
    this.changed();
  }

  #welcome(identity: Identity | undefined): Promise<InitAnswer> {
    return welcome({ caller: this.#caller, embed: this.embed, told: this.told, visits: this.#visits, mayGoOn: this.#wait }, identity);
  }

  #beginAgain(): void {
    this.#isBegun = false;
    this.#beginning = undefined;
    this.begin().catch(() => {}); // the panel shows it
  }

  /** Nothing of the visitor is there any more: so nothing is here. */
  #forget(): void {
    this.talks.end();
    this.talks.resume(null, []);
    this.#visits.end();
    this.#health.end();
    this.desk.clear();
    this.tokens.forget();
    forgetAll(this.embed.site);
    this.#isBegun = false;
    this.#beginning = undefined;
    this.changed();
  }

  #needConsent(text: string): never {
    this.consentText = text;
    throw new ApiError(401, { code: "consent_needed", message: text });
  }

  #wait = (_: number, error: ApiError): boolean => {
    this.#silence.goesOn(error);
    return !this.#isEnded;
  };

  #refused(error: unknown): never {
    this.#beginning = undefined; // whoever asks next asks anew
    this.#silence.ends();
    this.problem = error instanceof ApiError ? error.message : words.panel.notStarted;
    this.changed();
    throw error;
  }

  #post: Post = async (message, options, parcel) => {
    if (this.#isEnded) throw new ApiError(401, { code: "ended", message: words.problems.ended });
    const beginning = this.begin();
    await beginning;
    await this.form.answered;
    if (!this.desk.isWanted(message.client_message_id)) return;
    try {
      const answered = this.#health.sending(message.client_message_id);
      const sent = await this.talks.say(message, parcel);
      answered(sent);
      if (!this.#isEnded) this.talks.arrived(sent);
    } catch (error) {
      const hasBegunAgain = beginning !== this.#beginning && error instanceof ApiError && error.status === 401;
      if (!hasBegunAgain) throw this.#lost(error);
      await this.#post(message, options, parcel); // it was said with a token that has been replaced meanwhile
    }
  };

  /** Whoever is not known any more can only start again. */
  #lost(error: unknown): unknown {
    this.#isLost ||= error instanceof ApiError && error.status === 401;
    this.changed();
    return error;
  }
}
