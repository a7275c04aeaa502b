/** All that can happen to a conversation: what the server says, by the names it uses, and what we do here. */

import type { Conversation, Message, Note, Page, TooLarge, Truncated } from "./message.ts";
import type { Problem, Written } from "./outgoing.ts";
import type { ReadNotice } from "./reading.ts";
import type { Typist, TypingNotice } from "./typing.ts";

/** What the server says when one begins: the newest messages. */
export interface Opening {
  conversation: Pick<Conversation, "last_seq" | "read_up_to"> & Partial<Conversation>;
  messages: Message[];
}

export type ChatEvent =
  | { name: "ChatMessageReceived" | "ChatMessageUpdated"; data: Message | Truncated }
  | { name: "MessageSent" | "PrivateMessageSent" | "MessageUpdated"; data: Message | Truncated }
  | { name: "ConversationUpdated"; data: (Pick<Conversation, "id" | "read_up_to"> & Partial<Conversation>) | TooLarge }
  | { name: "NoteAdded"; data: Note | TooLarge }
  | { name: "UserJoined" | "UserLeft"; data: { user_id: string; user_info: { name: string } } }
  | { name: "UserTyping"; data: TypingNotice }
  | { name: "MessageRead"; data: ReadNotice }
  | { name: "smartlink:head"; data: { channel: string; seq?: number } }
  | { name: "Opened"; data: Opening }
  | { name: "Left"; data: null }
  | { name: "PageRead"; data: Page & { after: number } }
  | { name: "OlderWanted" | "OlderFailed" }
  | { name: "OlderRead"; data: Page & { before: number } }
  | { name: "TypingExpired"; data: Typist }
  | { name: "Composed"; data: Written }
  | { name: "UploadMoved"; data: { client_message_id: string; progress: number } }
  | { name: "Sent" | "Retried" | "Discarded"; data: { client_message_id: string } }
  | { name: "SendDelayed" | "SendFailed"; data: { client_message_id: string; problem: Problem } };
