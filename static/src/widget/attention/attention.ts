/**
 * Tells the visitor of what somebody else has just said while they do not look at it: by a tone, and, while
 * nobody sees the page, by a notice of the browser. Both only as they wish, and in one tab alone.
 */

import { sleep } from "../../chat/insist.ts";
import type { Message } from "../../chat/message.ts";
import { keptFor } from "../keeping/kept.ts";
import { Notices, type Permission } from "./notices.ts";
import { Preferences, type Wishes } from "./preferences.ts";
import { Sound } from "./sound.ts";
import { takeTurn } from "./turns.ts";
import { isOfOthers } from "./unread.ts";
import type { Widget } from "../widget.ts";

const VISIBLE_MS = 250;
const HIDDEN_MS = 500;

/** Whatever makes a noise or asks for anything, so that tests can listen. */
export interface Means {
  sound: Pick<Sound, "play">;
  notices: Pick<Notices, "permission" | "ask" | "show" | "clear">;
  takeTurn: (name: string) => Promise<boolean>;
}

export class Attention {
  #preferences: Preferences;
  #isStopped = false;
  #heard = new Map<number, number>(); // by conversation: up to which message there is nothing to tell
  #look = () => void this.look();
  #seen = () => {
    if (!document.hidden) this.means.notices.clear();
  };

  constructor(
    private widget: Widget,
    private means: Means = { sound: new Sound(), notices: new Notices(), takeTurn },
  ) {
    this.#preferences = new Preferences(keptFor("preferences", widget.embed.site), () => widget.session?.entrance.mayKeep ?? false);
    widget.on("state", this.#look);
    document.addEventListener("visibilitychange", this.#seen);
    void this.look();
  }

  stop(): void {
    this.#isStopped = true;
    this.widget.off("state", this.#look);
    document.removeEventListener("visibilitychange", this.#seen);
    this.means.notices.clear();
  }

  get wishes(): Wishes {
    const { sound, notices } = this.#preferences.wishes;
    return { sound, notices: notices && this.permission === "granted" };
  }

  get permission(): Permission {
    return this.means.notices.permission;
  }

  /** Whoever turns it on hears what it is like; and at a click a browser lets it sound. */
  turnSound(isOn: boolean): void {
    this.#preferences.turn("sound", isOn);
    if (isOn) void this.means.sound.play();
  }

  async turnNotices(isOn: boolean): Promise<void> {
    this.#preferences.turn("notices", isOn && (await this.means.notices.ask()));
  }

  /** What was there when we came is no news, and neither is an older page or an edited message. */
  async look(): Promise<void> {
    const messages = this.widget.session?.store.state.messages ?? [];
    const newest = messages.at(-1);
    if (!newest) return;
    const { conversation_id, seq } = newest;
    const heard = this.#heard.get(conversation_id) ?? seq;
    this.#heard.set(conversation_id, Math.max(heard, seq));
    const news = messages.filter((message) => message.seq > heard && isOfOthers(message)).at(-1);
    if (news) await this.#tell(news);
  }

  /** A tab that the visitor looks at takes the turn and is silent; the others let it, and then those that are seen. */
  async #tell(news: Message): Promise<void> {
    if (!this.#isWatched) await sleep(document.hidden ? HIDDEN_MS : VISIBLE_MS);
    if (this.#isStopped || this.#isRead(news)) return;
    const { embed } = this.widget;
    const talk = `smartlink-${embed.site}-${news.conversation_id}`;
    const isOurs = await this.means.takeTurn(`${talk}-${news.seq}`);
    if (!isOurs || this.#isWatched) return;
    if (this.wishes.sound) void this.means.sound.play();
    if (this.wishes.notices && document.hidden) this.#notify(news, talk);
  }

  #notify(news: Message, talk: string): void {
    const title = this.widget.session?.entrance.site?.texts.title ?? "";
    this.means.notices.show(news, title, talk, () => this.widget.open());
  }

  /** Another window in front of the page is enough not to see it. */
  get #isWatched(): boolean {
    return this.widget.isOpen && !document.hidden && document.hasFocus();
  }

  #isRead({ conversation_id, seq }: Message): boolean {
    const state = this.widget.session?.store.state;
    const isThere = state?.messages.at(-1)?.conversation_id === conversation_id;
    return !isThere || (state?.read_up_to["visitor"] ?? 0) >= seq;
  }
}
