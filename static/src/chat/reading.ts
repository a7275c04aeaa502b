/** What has been read. Cursors only move on, so it does not matter in which order we hear of them. */

import type { Cursors, Message, SenderType } from "./message.ts";

/** `MessageRead`, as the server tells it: one of a side has read so far. */
export interface ReadNotice {
  conversation_id: number;
  reader_type: "visitor" | "admin";
  reader_id: number | string;
  read_up_to: number;
}

export const nobodyRead: Cursors = { visitor: 0, operators: 0 };

export const further = (one: Cursors, other: Cursors): Cursors => ({
  visitor: Math.max(one.visitor, other.visitor),
  operators: Math.max(one.operators, other.operators),
});

export const cursorsOf = ({ reader_type, read_up_to }: ReadNotice): Cursors => ({
  ...nobodyRead,
  [reader_type === "visitor" ? "visitor" : "operators"]: read_up_to,
});

/** Read means: the other side has come this far. */
export const marked = (messages: Message[], cursors: Cursors): Message[] =>
  messages.map((message) =>
    message.is_read || message.seq > cursors[readersOf(message)] ? message : { ...message, is_read: true },
  );

const readersOf = ({ sender_type }: Message) => (sender_type === "visitor" ? "operators" : "visitor");

/** The one message of a side that says "Read": what is older was read, too. */
export const newestRead = (messages: Message[], side: SenderType): Message | undefined =>
  messages.filter(({ sender_type, is_read }) => sender_type === side && is_read).at(-1);
