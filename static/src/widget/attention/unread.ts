/** What one has not seen: how many, and the mark of it on the page's title. */

import type { Message } from "../../chat/message.ts";
import type { State } from "../../chat/store.ts";

const MOST = 99;

export interface Count {
  number: number;
  isMore: boolean; // at least: not all that is unread has been loaded
}

export const NONE: Count = { number: 0, isMore: false };

type Known = Pick<State, "messages" | "read_up_to" | "since">;

export class Unread {
  #conversation = 0; // each has its own numbers
  #seen = 0; // here, of which the server may not have heard yet

  count({ messages, read_up_to, since }: Known, isWatched: boolean): Count {
    const newest = messages.at(-1);
    if (newest && newest.conversation_id !== this.#conversation) this.#seen = 0;
    this.#conversation = newest?.conversation_id ?? this.#conversation;
    if (isWatched) this.#seen = newest?.seq ?? 0;
    const seen = Math.max(this.#seen, read_up_to["visitor"] ?? 0);
    const number = messages.filter((message) => message.seq > seen && isOfOthers(message)).length;
    return { number, isMore: number > 0 && seen + 1 < since };
  }
}

/** Lines of the system are no one's. */
export const isOfOthers = ({ sender_type, deleted }: Message): boolean =>
  !deleted && sender_type !== "visitor" && sender_type !== "system";

/** Empty when there is nothing. */
export function shortly({ number, isMore }: Count): string {
  if (number > MOST) return `${MOST}+`;
  return number === 0 ? "" : `${number}${isMore ? "+" : ""}`;
}

/**
 * "(2) " before the page's title. The title is the page's: whatever it becomes meanwhile, we
 * take off only what we have put there.
 */
export class TitleMark {
  #mark = "";

  constructor(private page: Pick<Document, "title">) {}

  show(count: string): void {
    const mark = count && `(${count}) `;
    const bare = this.#bare();
    this.#mark = mark;
    if (this.page.title !== titled(mark, bare)) this.page.title = titled(mark, bare);
  }

  /** Browsers take the space off the end of a title that has nothing after it. */
  #bare(): string {
    const { title } = this.page;
    return title.startsWith(this.#mark) || title === this.#mark.trim() ? title.slice(this.#mark.length) : title;
  }
}

const titled = (mark: string, bare: string): string => (bare === "" ? mark.trim() : mark + bare);
