/**
 * A visitor and their conversation: begun when the panel opens or a token is known from
 * before, followed by socket or polling as soon as there is a conversation.
 */

import { ApiError, type Caller, type Identity, type InitAnswer } from "../chat/api.ts";
import type { Recent } from "../chat/emoji/recent.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import { Store } from "../chat/store.ts";
import type { ProviderName } from "../realtime/config.ts";
import type { FeedState } from "../realtime/feed.ts";
import { words } from "../words/words.ts";
import { Desk } from "./keeping/desk.ts";
import type { Embed } from "./embed.ts";
import { Entrance } from "./entrance.ts";
import { recentOf } from "./keeping/emoji.ts";
import type { Followed } from "./talks/followed.ts";
import { type Answers, Form } from "./before/form.ts";
import { Health, isMeasured } from "./reports/health.ts";
import { forgetAll, keptFor } from "./keeping/kept.ts";
import { Own } from "./own/own.ts";
import { Silence } from "./silence.ts";
import { Talks } from "./talks/talks.ts";
import type { Told } from "./told.ts";
import { type Tokens, tokensFor } from "./keeping/tokens.ts";
import { Visits } from "./reports/visits.ts";

const unheard = new Reader(async () => {}); // before the first message there is nothing to be read

export class Session {
  readonly store = new Store();
  readonly sender: Sender;
  readonly keystrokes = new Keystrokes(async (is_typing) => this.followed?.tell("typing", { is_typing }));
  readonly entrance: Entrance;
  readonly talks: Talks;
  readonly desk: Desk;
  readonly recent: Recent;
  readonly form: Form;
  readonly own: Own;
  #caller: Caller;
  #visits: Visits;
  #health: Health;
  #silence: Silence;
  #isLost = false; // the server does not know this visitor any more
  #isEnded = false;
  #known = ""; // by this id of the page's own site, as the server knows it

  constructor(
    private embed: Embed,
    private tokens: Tokens,
    private changed: () => void,
    told: Told = {},
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
    const means = { embed, tokens, told, changed, caller: this.#caller, visits: this.#visits, silence: this.#silence };
    this.entrance = new Entrance(means, this.#letIn);
    const transport = () => (this.travel === "live" ? this.talks.provider : "polling");
    this.#health = new Health({ caller: this.#caller, store: this.store, transport }, isMeasured(embed));
    this.recent = recentOf(embed.site, () => this.entrance.mayKeep);
    this.desk = new Desk(embed.site, this.store, this.sender, {
      token: () => (this.entrance.mayKeep ? tokens.read() : null),
      name: () => told.identity?.id ?? this.#known,
    });
  }

  get base(): string {
    return this.embed.base;
  }

  /** The visitor is known from now on, and what lies here of somebody else goes. */
  identify(identity: Identity): void {
    this.entrance.identify(identity);
    this.desk.recognised();
  }

  /** By the token that is there by now, which may be another tab's; else as somebody new. */
  startAgain(): void {
    const another = tokensFor(this.embed.site).read();
    if (another !== null) this.tokens.keep(another);
    this.talks.resume(null, []);
    this.entrance.again();
  }

  /** What the form has asked. The words that waited for it go out. */
  async introduce(answers: Answers): Promise<void> {
    await this.form.tell(this.#caller, this.embed.site, answers);
    this.changed();
  }

  end(): void {
    this.#isEnded = true;
    this.entrance.close();
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

  #letIn = (answer: InitAnswer): void => {
    this.#isLost = this.own.isErased = false;
    this.form.meet(answer);
    this.#known = answer.visitor?.identity?.id ?? "";
    this.desk.recognised();
    this.talks.connect(answer.realtime);
    this.talks.resume(answer.conversation, answer.messages);
    this.#visits.begin();
    this.#health.begin();
  };

  /** Nothing of the visitor is there any more: so nothing is here. */
  #forget(): void {
    this.talks.end();
    this.talks.resume(null, []);
    this.#visits.end();
    this.#health.end();
    this.desk.clear();
    this.tokens.forget();
    forgetAll(this.embed.site);
    this.entrance.leave();
    this.changed();
  }

  #post: Post = async (message, options, parcel) => {
    if (this.#isEnded) throw new ApiError(401, { code: "ended", message: words.problems.ended });
    const beginning = this.entrance.begin();
    await beginning;
    await this.form.answered;
    if (!this.desk.isWanted(message.client_message_id)) return;
    try {
      const answered = this.#health.sending(message.client_message_id);
      const sent = await this.talks.say(message, parcel);
      answered(sent);
      if (!this.#isEnded) this.talks.arrived(sent);
    } catch (error) {
      const hasBegunAgain = !this.entrance.isStill(beginning) && error instanceof ApiError && error.status === 401;
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
