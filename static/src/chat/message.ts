/** What the server sends, as in the contract: names as on the wire. */

export type SenderType = "visitor" | "admin" | "bot" | "system" | "member";

export interface Message {
  id: number;
  conversation_id: number;
  seq: number; // where it stands: 1, 2, 3… within the conversation
  changed_seq: number; // the number of its newest version, from the same sequence
  client_message_id: string | null;
  sender_type: SenderType;
  sender_id: number | string | null;
  sender_name: string;
  sender_avatar: string | null;
  message: string;
  attachments: unknown[];
  actions: unknown[];
  is_read: boolean;
  deleted: boolean;
  created_at: string;
  timestamp: number; // unix seconds
  edited_at: string | null;
}

/** Instead of a message too large for the socket: it has to be fetched. */
export interface Truncated {
  id: number;
  conversation_id: number;
  seq: number;
  changed_seq: number;
  truncated: true;
}

export interface Conversation {
  id: number;
  status: "open" | "pending" | "snoozed" | "closed";
  last_seq: number;
}

/** Answer of `?after=`: everything that changed after it, oldest change first. */
export interface Page {
  messages: Message[];
  last_seq: number;
  has_more: boolean;
}

const MINUTES = 5 * 60;

/** Said one after the other by the same person: they have one name and one time. */
export function belongTogether(one: Message | undefined, next: Message | undefined): boolean {
  if (!one || !next) return false;
  const isSameSender = one.sender_type === next.sender_type && one.sender_id === next.sender_id;
  return isSameSender && next.timestamp - one.timestamp < MINUTES;
}
