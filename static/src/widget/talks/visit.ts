/** An earlier conversation of the visitor's, looked at beside the one that goes on: with a log of its own. */

import type { Caller } from "../../chat/api.ts";
import type { Conversation, Message } from "../../chat/message.ts";
import { Store } from "../../chat/store.ts";
import { Followed, type Following } from "./followed.ts";
import { newestOf } from "./api.ts";

export interface Visit {
  conversation: Conversation;
  messages: Message[]; // the newest of it
  store: Store;
  followed: Followed;
}

/** Whoever begins a visit ends it: until then it is heard by socket or polling, as every other. */
export async function visit(caller: Caller, id: number, how: Omit<Following, "store">): Promise<Visit> {
  const { conversation, messages } = await newestOf(caller, id);
  const store = new Store();
  store.dispatch({ name: "Opened", data: { conversation, messages } });
  return { conversation, messages, store, followed: new Followed(id, { ...how, store }) };
}
