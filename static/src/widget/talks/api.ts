/** What a visitor asks of the server about all of their conversations, and about themselves. */

import { call, type Caller } from "../../chat/api.ts";
import type { Conversation, Message, Page, SenderType } from "../../chat/message.ts";

const A_SCREEN = 20;

export interface ListedTalk extends Conversation {
  started_at: string;
  last_message_at: string | null;
  last_words: LastWords | null;
}

/** The beginning of what somebody said last. */
export interface LastWords {
  seq: number;
  sender_type: SenderType;
  message: string;
  file_count: number;
}

export interface Listing {
  results: ListedTalk[];
  next: string | null;
}

export interface FullPage extends Page {
  conversation: Conversation;
}

export interface Held {
  conversations: object[];
  messages: Message[];
  has_more: boolean;
}

export const addressOf = (id: number): string => `api/chatbot/conversation/${id}`;

/** Newest first; the cursor is what the answer before has given as `next`. */
export const listTalks = (caller: Caller, cursor: string | null) =>
  call<Listing>(caller, `api/chatbot/conversations?limit=${A_SCREEN}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);

export const newestOf = (caller: Caller, id: number) => call<FullPage>(caller, addressOf(id));

export const close = (caller: Caller, id: number) =>
  call<{ conversation: Conversation }>(caller, `${addressOf(id)}/close`, {});

export const held = (caller: Caller, after: number) =>
  call<Held>(caller, `api/chatbot/visitor/export?after=${after}`);

export const erase = (caller: Caller) => call<object>(caller, "api/chatbot/visitor", undefined, "DELETE");
