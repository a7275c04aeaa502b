/** One conversation's log as the feed fills it: reads from the server, writes into the store. */

import type { Feed, Log } from "../realtime/feed.ts";
import { ApiError } from "./api.ts";
import type { Message, Page } from "./message.ts";
import type { ChatEvent } from "./events.ts";
import { hasGap, type Store } from "./store.ts";

export type NumberedPage = Page & { after: number };
export type ChatFeed = Feed<NumberedPage>;

export const logOf = (store: Store, read: (after: number) => Promise<Page>): Log<NumberedPage> => ({
  cursor: () => store.state.cursor,
  hasGap: () => hasGap(store.state),
  isRefusal: (error) => error instanceof ApiError && error.isRefusal,
  read: async (after) => ({ ...(await read(after)), after }),
  take: (page) => store.dispatch({ name: "PageRead", data: page }),
  // The server's names are among ours; `apply` passes over those it does not know.
  hear: (name, data) => store.dispatch({ name, data } as ChatEvent),
});

/** What a call answered goes in at once, as if the socket had said it already. */
export function enter(store: Store, feed: ChatFeed, messages: Message[]): void {
  for (const data of messages) store.dispatch({ name: "ChatMessageReceived", data });
  if (hasGap(store.state)) void feed.look();
}

/** The wire name. */
export const channelOf = (conversationId: number): string => `private-chat.conversation.${conversationId}`;
