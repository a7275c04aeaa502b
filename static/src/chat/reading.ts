/** What has been read. Cursors only move on, so it does not matter in which order we hear of them. */

import type { Cursors, Message, SenderType } from "./message.ts";

/** `MessageRead`, as the server tells it: one of a side has read so far. */
export interface ReadNotice {
  conversation_id: number;
  reader_type: "visitor" | "admin" | "member";
  reader_id: number | string;
  read_up_to: number;
}

export const nobodyRead: Cursors = {};

export const further = (one: Cursors, other: Cursors): Cursors => ({
  ...one,
  ...Object.fromEntries(Object.entries(other).map(([reader, seq]) => [reader, Math.max(seq, one[reader] ?? 0)])),
});

export const cursorsOf = ({ reader_type, reader_id, read_up_to }: ReadNotice): Cursors => ({
  [reader_type === "member" ? reader_id : sideOf(reader_type)]: read_up_to,
});

/** Read means: the other side has come this far; among members anybody else. */
export const marked = (messages: Message[], cursors: Cursors): Message[] =>
  messages.map((message) => (message.is_read || !isRead(message, cursors) ? message : { ...message, is_read: true }));

function isRead({ sender_type, sender_id, seq }: Message, cursors: Cursors): boolean {
  const isReader = (reader: string): boolean =>
    sender_type === "member" ? reader !== String(sender_id) : reader === otherSideOf(sender_type);
  return Object.entries(cursors).some(([reader, read_up_to]) => isReader(reader) && read_up_to >= seq);
}

const sideOf = (who: SenderType) => (who === "visitor" ? "visitor" : "operators");
const otherSideOf = (who: SenderType) => (who === "visitor" ? "operators" : "visitor");

/** The one message of a side that says "Read": what is older was read, too. */
export const newestRead = (messages: Message[], side: SenderType): Message | undefined =>
  messages.filter(({ sender_type, is_read }) => sender_type === side && is_read).at(-1);
