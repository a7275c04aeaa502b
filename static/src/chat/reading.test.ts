import assert from "node:assert/strict";
import { test } from "node:test";
import { newestRead } from "./reading.ts";
import type { ChatEvent } from "./events.ts";
import { apply, empty } from "./store.ts";
import { alice, bob, olga, page, read, received, vera } from "./testing.ts";

const after = (...events: ChatEvent[]) => events.reduce(apply, empty);
const dialogue = [received(1, vera), received(2, olga), received(3, vera)];
const readSeqs = (...events: ChatEvent[]) =>
  after(...events)
    .messages.filter(({ is_read }) => is_read)
    .map(({ seq }) => seq);

test("what the other side has come to is read, one's own is not", () => {
  assert.deepEqual(readSeqs(...dialogue, read("admin", 2)), [1]);
  assert.deepEqual(readSeqs(...dialogue, read("admin", 3)), [1, 3]);
  assert.deepEqual(readSeqs(...dialogue, read("visitor", 3)), [2]);
});

test("what was read stays read when an older reading is told later", () => {
  assert.deepEqual(readSeqs(...dialogue, read("admin", 3), read("admin", 1)), [1, 3]);
});

test("a reading that is told before the message counts for it", () => {
  assert.deepEqual(readSeqs(read("admin", 1), ...dialogue), [1]);
});

test("a page that has no news tells how far has been read", () => {
  const conversation = { read_up_to: { visitor: 2, operators: 1 } };
  const poll: ChatEvent = { name: "PageRead", data: { ...page([], 3, { conversation }), after: 3 } };

  assert.deepEqual(readSeqs(...dialogue, poll), [1, 2]);
});

test("among members a message is read once anybody else has come to it", () => {
  const talk = [received(1, alice), received(2, bob), received(3, alice)];
  const reads = (reader_id: number, read_up_to: number): ChatEvent => ({
    name: "MessageRead",
    data: { conversation_id: 1, reader_type: "member", reader_id, read_up_to },
  });

  assert.deepEqual(readSeqs(...talk, reads(5, 3)), [2]);
  assert.deepEqual(readSeqs(...talk, reads(6, 2)), [1]);
  assert.deepEqual(readSeqs(...talk, reads(7, 3)), [1, 2, 3]);
});

test("what a conversation is by now tells how far has been read, and never less than before", () => {
  const updated = (visitor: number): ChatEvent => ({
    name: "ConversationUpdated",
    data: { id: 1, read_up_to: { visitor, operators: 0 } },
  });

  assert.deepEqual(readSeqs(...dialogue, updated(2), updated(1)), [2]);
  assert.deepEqual(readSeqs(...dialogue, { name: "ConversationUpdated", data: { id: 1, truncated: true } }), []);
});

test("only what changes is another object, so that only that is drawn anew", () => {
  const before = after(...dialogue);

  const once = apply(before, read("admin", 1));
  const twice = apply(once, read("admin", 1));

  assert.deepEqual(once.messages.map((one, index) => one === before.messages[index]), [false, true, true]);
  assert.deepEqual(twice.messages.map((one, index) => one === once.messages[index]), [true, true, true]);
});

test("of each side the newest that was read says so", () => {
  const { messages } = after(...dialogue, read("admin", 3), read("visitor", 1));

  assert.equal(newestRead(messages, "visitor")?.seq, 3);
  assert.equal(newestRead(messages, "admin"), undefined);
});
