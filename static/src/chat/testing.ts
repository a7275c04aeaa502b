/** Messages, and whoever writes and reads them, for tests. */

import type { Message, Page, Person } from "./message.ts";
import { nobodyRead, type ReadNotice } from "./reading.ts";
import type { ChatEvent } from "./events.ts";

export const vera: Person = { sender_type: "visitor", sender_id: 1, sender_name: "Vera" };
export const olga: Person = { sender_type: "admin", sender_id: 1, sender_name: "Olga Operator" };

export const message = (seq: number, changes: Partial<Message> = {}): Message => ({
  id: seq,
  conversation_id: 1,
  seq,
  changed_seq: seq,
  client_message_id: `c${seq}`,
  ...vera,
  sender_avatar: null,
  message: "hi",
  attachments: [],
  actions: [],
  is_read: false,
  deleted: false,
  created_at: "2026-01-01 10:00:00",
  timestamp: 1767261600,
  edited_at: null,
  ...changes,
});

/** In a room, or in a conversation of two. */
export const alice: Person = { sender_type: "member", sender_id: 5, sender_name: "Alice" };
export const bob: Person = { sender_type: "member", sender_id: 6, sender_name: "Bob" };

export const received = (seq: number, changes: Partial<Message> = {}): ChatEvent => ({
  name: "ChatMessageReceived",
  data: message(seq, changes),
});

export const composed = (seq: number): ChatEvent => ({
  name: "Composed",
  data: { client_message_id: `c${seq}`, message: "hi", timestamp: 0 },
});

export const page = (messages: Message[], last_seq: number, changes: Partial<Page> = {}): Page => ({
  messages,
  last_seq,
  has_more: false,
  conversation: { read_up_to: nobodyRead },
  typing: [],
  ...changes,
});

export const typing = (who: Person, is_typing = true): ChatEvent => ({
  name: "UserTyping",
  data: { ...who, conversation_id: 1, is_typing, expires_in: 6 },
});

export const read = (reader_type: ReadNotice["reader_type"], read_up_to: number): ChatEvent => ({
  name: "MessageRead",
  data: { conversation_id: 1, reader_type, reader_id: 1, read_up_to },
});
