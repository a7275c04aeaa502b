/** What one has not seen: how many, and the mark of it on the page's title. */

import type { Message } from "../chat/message.ts";
import type { State } from "../chat/store.ts";

const MOST = 99;

export class Unread {
  #seen = 0; // here, of which the server may not have heard yet

  count({ messages, read_up_to }: Pick<State, "messages" | "read_up_to">, isWatched: boolean): number {
    const newest = messages.at(-1)?.seq ?? 0;
    if (isWatched) this.#seen = newest;
    if (newest < this.#seen) this.#seen = 0; // another conversation counts anew
    const seen = Math.max(this.#seen, read_up_to["visitor"] ?? 0);
    return messages.filter((message) => message.seq > seen && isOfOthers(message)).length;
  }
}

/** Lines of the system are no one's. */
const isOfOthers = ({ sender_type, deleted }: Message): boolean =>
  !deleted && sender_type !== "visitor" && sender_type !== "system";

export const shortly = (count: number): string => (count > MOST ? `${MOST}+` : String(count));

/**
 * "(2) " before the page's title. The title is the page's: whatever it becomes meanwhile, we
 * take off only what we have put there.
 */
export class TitleMark {
  #mark = "";

  constructor(private page: Pick<Document, "title">) {}

  show(count: number): void {
    const mark = count > 0 ? `(${shortly(count)}) ` : "";
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
