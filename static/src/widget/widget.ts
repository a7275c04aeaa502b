/**
 * The widget as the page's script knows it: open or not, who listens, and the session once
 * there is one. Everything heavy is loaded when it is opened, or when a visitor comes back.
 */

import type { Identity } from "../chat/api.ts";
import { growing, jittered } from "../realtime/delays.ts";
import { lazily } from "../realtime/lazy.ts";
import { onWake } from "../realtime/wake.ts";
import type { Language } from "../words/languages.ts";
import type { Embed } from "./embed.ts";
import { forgetAll } from "./keeping/kept.ts";
import type { Session } from "./session.ts";
import { Speech } from "./speech.ts";
import type { Told } from "./told.ts";
import { type Tokens, tokensFor } from "./keeping/tokens.ts";

export type Lazy = typeof import("./lazy.tsx");
export type WidgetEvent = "open" | "close" | "state" | "message";
export type Listener = (detail?: unknown) => void;

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

export class Widget {
  isOpen = false;
  lazy: Lazy | null = null;
  session: Session | null = null;
  #tokens: Tokens;
  #speech: Speech;
  #isLoading = false;
  #failures = 0;
  #again: ReturnType<typeof setTimeout> | undefined;
  #isTelling = false;
  #isEnded = false;
  #shown = new Map<number, number>(); // by conversation: seq of the last message that listeners were told
  #told: Told = {};
  #unsent: string[] = [];
  #listeners = new Map<WidgetEvent, Set<Listener>>();
  #stopWaking = onWake(() => this.session?.wake());

  constructor(
    readonly embed: Embed,
    private load: () => Promise<Lazy> = lazily(new URL("static/chatbot-panel.js", embed.base)),
  ) {
    this.#tokens = tokensFor(embed.site);
    this.#speech = new Speech(embed);
    if (this.#tokens.read()) void this.#begin(); // there may be an answer by now
  }

  /** What is spoken, or will be as soon as it is loaded. */
  get language(): Language {
    return this.#speech.language;
  }

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    void this.#begin();
    this.#tell("open");
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#tell("close");
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  send(text: string): void {
    if (text.trim() === "") return;
    this.#unsent.push(text.trim());
    void this.#begin();
  }

  /** Who the visitor is on the page's own site. Nobody begins to chat by that. */
  identify(identity: Identity): void {
    this.#told.identity = identity;
    this.session?.identify(identity);
  }

  /** Whether the visitor agrees that anything of them is stored and sent. */
  consent(isGiven: boolean): void {
    this.#told.consent = isGiven;
    if (isGiven) this.session?.entrance.agree();
    else this.#forget();
  }

  on(event: WidgetEvent, listener: Listener): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
  }

  off(event: WidgetEvent, listener: Listener): void {
    this.#listeners.get(event)?.delete(listener);
  }

  destroy(): void {
    this.#isEnded = true;
    clearTimeout(this.#again);
    this.session?.end();
    this.#stopWaking();
    this.#listeners.clear();
  }

  /** From here on this page sends nothing, and nothing here tells who has been. An open panel asks anew. */
  #forget(): void {
    this.session?.end();
    this.session = null;
    this.#unsent = [];
    this.#tokens.forget();
    forgetAll(this.embed.site);
    if (this.isOpen) void this.#begin();
    this.#changed();
  }

  /** Many may ask while it loads: one attempt and one next attempt serve them all. */
  async #begin(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    clearTimeout(this.#again);
    try {
      [this.lazy] = await Promise.all([this.load(), this.#speech.learn()]);
    } catch {
      return this.#beginLater();
    } finally {
      this.#isLoading = false;
    }
    if (this.#isEnded) return;
    this.#speech.speakBy(this.lazy.speak);
    this.session ??= new this.lazy.Session(this.embed, this.#tokens, () => this.#changed(), this.#told);
    for (const text of this.#unsent.splice(0)) this.session.sender.send(text);
    this.#changed();
    await this.session.entrance.begin().catch(() => {}); // the session says itself what is wrong
  }

  #beginLater(): void {
    const delay = jittered(growing(FIRST_MS, this.#failures++, LONGEST_MS), Math.random);
    if (!this.#isEnded) this.#again = setTimeout(() => void this.#begin(), delay);
  }

  /** Many changes at once are told once. */
  #changed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const message of this.#news()) this.#tell("message", message);
      this.#tell("state");
      void this.#heed();
    });
  }

  /** The site may speak another language than was guessed: then everything is said anew. */
  async #heed(): Promise<void> {
    const { lazy, session } = this;
    if (!lazy || !session?.entrance.site || !this.#speech.hears(session.entrance.site.language)) return;
    await this.#speech.learn();
    this.#speech.speakBy(lazy.speak);
    this.#tell("state");
  }

  #news() {
    const messages = this.session?.store.state.messages ?? [];
    const news = messages.filter(({ conversation_id, seq }) => seq > (this.#shown.get(conversation_id) ?? 0));
    for (const { conversation_id, seq } of news) this.#shown.set(conversation_id, seq);
    return news;
  }

  #tell(event: WidgetEvent, detail?: unknown): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) guarded(listener, detail);
  }
}

/** The page's own listeners may throw: the page is told, and the others are still called. */
function guarded(listener: Listener, detail: unknown): void {
  try {
    listener(detail);
  } catch (error) {
    reportError(error);
  }
}
