/** Messages for tests. */

import type { Message } from "./message.ts";
import type { ChatEvent } from "./store.ts";

export const message = (seq: number, changes: Partial<Message> = {}): Message => ({
  id: seq,
  conversation_id: 1,
  seq,
  changed_seq: seq,
  client_message_id: `c${seq}`,
  sender_type: "visitor",
  sender_id: 1,
  sender_name: "Vera",
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

export const received = (seq: number, changes: Partial<Message> = {}): ChatEvent => ({
  name: "ChatMessageReceived",
  data: message(seq, changes),
});

export const composed = (seq: number): ChatEvent => ({
  name: "Composed",
  data: { client_message_id: `c${seq}`, message: "hi", timestamp: 0 },
});
