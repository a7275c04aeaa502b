import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Feed } from "../../realtime/feed.ts";
import { middle, pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { channelOf, logOf } from "../log.ts";
import type { Message } from "../message.ts";
import { Store } from "../store.ts";
import { message, page } from "../testing.ts";

beforeEach(useFakeClock);

/** A live conversation: what the server has, and the page that follows it. */
async function followed(messages: Message[]) {
  const store = new Store();
  const since = (after: number) => messages.filter(({ changed_seq }) => changed_seq > after);
  const read = async (after: number) => page(since(after), messages.length);
  const feed = new Feed(logOf(store, read), {
    channel: channelOf(1),
    connection: { join: () => () => {}, wake: () => {} },
    intervalMs: 2_000,
    isHidden: () => false,
    random: middle,
  });
  feed.start();
  feed.subscribed();
  await settled();
  return { feed, shown: () => store.state.messages };
}

test("a message too large for the socket is read from the server at once", async () => {
  const messages = [message(1)];
  const { feed, shown } = await followed(messages);
  messages.push(message(2, { message: "long ".repeat(1_000) }));

  feed.heard("ChatMessageReceived", { id: 2, conversation_id: 1, seq: 2, changed_seq: 2, truncated: true });
  await settled();

  assert.deepEqual(shown(), messages);
});

test("a message that the socket has lost is read when the beacon tells of it", async () => {
  const messages = [message(1)];
  const { feed, shown } = await followed(messages);
  messages.push(message(2));

  feed.heard("smartlink:head", { channel: channelOf(1), seq: 2 });
  await pass(2_000);

  assert.deepEqual(shown(), messages);
});
