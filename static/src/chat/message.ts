/** What the server sends, as in the contract: names as on the wire. */

import { dayOf } from "./time.ts";

export type SenderType = "visitor" | "admin" | "bot" | "system" | "member";

/** Visitors' and operators' ids overlap, so an id alone tells nobody apart. */
export interface Person {
  sender_type: SenderType;
  sender_id: number | string | null;
  sender_name: string;
}

export type WhoseId = Pick<Person, "sender_type" | "sender_id">;

export interface Message extends Person {
  id: number;
  conversation_id: number;
  seq: number; // where it stands: 1, 2, 3… within the conversation
  changed_seq: number; // the number of its newest version, from the same sequence
  client_message_id: string | null;
  sender_avatar: string | null;
  message: string;
  attachments: Attachment[];
  actions: Action[];
  is_read: boolean;
  deleted: boolean;
  created_at: string;
  timestamp: number; // unix seconds
  edited_at: string | null;
}

export interface Attachment {
  id: number;
  kind: "image" | "voice" | "video" | "file";
  state: "processing" | "ready" | "refused";
  name: string;
  url: string | null; // once it is ready
  thumbnail_url: string | null;
  size: number | null; // unknown of what an older server told
  width: number | null;
  height: number | null;
  duration_ms: number | null; // of a voice
  waveform: number[] | null; // how loud it is when, from 0 to 100
}

/** A button of the bot's. */
export interface Action {
  id: string;
  label: string;
  kind: "answer" | "person";
}

/** Instead of what is too large for the socket: it has to be fetched. */
export interface TooLarge {
  id: number;
  truncated: true;
}

/** The same of a message. */
export interface Truncated extends TooLarge {
  conversation_id: number;
  seq: number;
  changed_seq: number;
}

/** A line among operators. It has no place in the visitor's log, but one beside it. */
export interface Note extends Person {
  id: number;
  conversation_id: number;
  kind: "note" | "status" | "assignment" | "labels" | "priority";
  staff_seq: number; // 1, 2, 3… within the conversation, of the staff log
  placed_after: number; // the number of the message it follows
  client_message_id: string | null;
  message: string;
  timestamp: number;
}

export interface Conversation {
  id: number;
  status: "open" | "pending" | "snoozed" | "closed";
  operator: Operator | null; // who answered last
  rating: number | null; // the visitor's, 1 to 5
  last_seq: number;
  last_message_at?: string | null; // to the microsecond
  read_up_to: Cursors;
}

/** The face of support. */
export interface Operator {
  id: number;
  name: string;
  avatar: string | null;
}

/** How far each side has read: `visitor` and `operators`, and among members everybody, by their ids. */
export type Cursors = Readonly<Record<string, number>>;

/** Answer of `?after=`: everything that changed after it, oldest change first. */
export interface Page {
  messages: Message[];
  last_seq: number;
  has_more: boolean;
  conversation: Pick<Conversation, "read_up_to"> & Partial<Conversation>;
  typing: Person[]; // those who type now
}

const MINUTES = 5 * 60;

/** Said one after the other by the same person, on one day: they have one name and one time. */
export function belongTogether(one: Message | undefined, next: Message | undefined): boolean {
  if (!one || !next) return false;
  const isSoon = next.timestamp - one.timestamp < MINUTES && dayOf(one.timestamp) === dayOf(next.timestamp);
  return isSoon && isSamePerson(one, next);
}

export const isSamePerson = (one: WhoseId, other: WhoseId): boolean =>
  one.sender_type === other.sender_type && one.sender_id === other.sender_id;
