import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, Note, Truncated } from "./message.ts";
import { nobodyRead } from "./reading.ts";
import type { ChatEvent } from "./events.ts";
import { apply, empty, hasGap, hasOlder, type State } from "./store.ts";
import { composed, message, olga, page as answer, received } from "./testing.ts";

const after = (...events: ChatEvent[]) => events.reduce(apply, empty);
const seqs = ({ messages }: State) => messages.map(({ seq }) => seq);
const page = (messages: Message[], last_seq: number, from = 0, has_more = false): ChatEvent => ({
  name: "PageRead",
  data: { ...answer(messages, last_seq, { has_more }), after: from },
});

/** As the server's frame carries it; without a number it only means "look". */
const beacon = (more: { seq?: number } = {}): ChatEvent => ({
  name: "smartlink:head",
  data: { channel: "private-chat.conversation.1", ...more },
});

const tooLarge = (seq: number): Truncated => ({
  id: seq,
  conversation_id: 1,
  seq,
  changed_seq: seq,
  truncated: true,
});

test("a message that arrives twice is shown once", () => {
  assert.deepEqual(after(received(1), received(1)).messages, [message(1)]);
});

test("a message that comes before its turn waits for it", () => {
  const early = after(received(1), received(3));

  assert.deepEqual(seqs(early), [1]);
  assert.ok(hasGap(early));
  assert.deepEqual(seqs(apply(early, received(2))), [1, 2, 3]);
  assert.ok(!hasGap(apply(early, received(2))));
});

test("an edit takes the place of what was said", () => {
  const edited = message(1, { changed_seq: 3, message: "better" });

  const state = after(received(1), received(2), { name: "ChatMessageUpdated", data: edited });

  assert.deepEqual(state.messages, [edited, message(2)]);
  assert.equal(state.cursor, 3);
});

test("what members say and mend is shown by the same rules", () => {
  const mended = message(1, { changed_seq: 3, message: "better" });
  const said = (name: "MessageSent" | "PrivateMessageSent", seq: number): ChatEvent => ({ name, data: message(seq) });

  const state = after(said("PrivateMessageSent", 2), said("MessageSent", 1), { name: "MessageUpdated", data: mended });

  assert.deepEqual(state.messages, [mended, message(2)]);
});

test("notes are kept once and in their order, and count for nothing else", () => {
  const note = (staff_seq: number): Note => ({
    ...olga,
    id: staff_seq,
    conversation_id: 1,
    kind: "note",
    staff_seq,
    placed_after: 1,
    client_message_id: null,
    message: "A regular.",
    timestamp: 0,
  });
  const added = (data: Note): ChatEvent => ({ name: "NoteAdded", data });

  const state = after(received(1), added(note(2)), added(note(1)), added(note(2)));

  assert.deepEqual(state.notes, [note(1), note(2)]);
  assert.deepEqual([seqs(state), state.cursor, hasGap(state)], [[1], 1, false]);
});

test("an old version that comes late changes nothing", () => {
  const edited = message(1, { changed_seq: 2 });

  const state = after(page([edited], 2), received(1));

  assert.deepEqual(state.messages, [edited]);
});

test("a page is taken whole, with the holes that edits have left", () => {
  const state = after(page([message(2), message(1, { changed_seq: 5 })], 5));

  assert.deepEqual(seqs(state), [1, 2]);
  assert.equal(state.cursor, 5);
});

test("of a page that is not the last one the last change is the cursor", () => {
  const state = after(page([message(1), message(2)], 9, 0, true));

  assert.equal(state.cursor, 2);
  assert.ok(hasGap(state));
});

test("a page read from further on than we are would leave a hole", () => {
  assert.deepEqual(after(page([message(9)], 9, 8)), empty);
});

test("the beacon tells of messages that never came", () => {
  assert.ok(hasGap(after(received(1), beacon({ seq: 4 }))));
});

test("the beacon tells nothing to whoever has it all", () => {
  for (const seq of [1, 2]) {
    assert.ok(!hasGap(after(received(1), received(2), beacon({ seq }))));
  }
});

test("the beacon without a number changes nothing, now or later", () => {
  const state = after(received(1), beacon());

  assert.deepEqual(state, after(received(1)));
  assert.ok(hasGap(apply(state, received(3))));
});

test("a message too large for the socket has to be fetched, also when it is the next", () => {
  for (const name of ["ChatMessageReceived", "ChatMessageUpdated"] as const) {
    const state = after(received(1), { name, data: tooLarge(2) });

    assert.ok(hasGap(state));
    assert.deepEqual([seqs(state), state.ahead], [[1], []]);
    assert.ok(!hasGap(apply(state, page([message(2)], 2, 1))));
  }
});

test("what came after a message too large for the socket waits until that is fetched", () => {
  const state = after(received(1), { name: "ChatMessageReceived", data: tooLarge(2) }, received(3));

  assert.deepEqual(seqs(state), [1]);
  assert.deepEqual(seqs(apply(state, page([message(2)], 2, 1))), [1, 2, 3]);
});

test("told of a message too large that we have already, nothing has to be fetched", () => {
  const state = after(received(1), { name: "ChatMessageReceived", data: tooLarge(1) });

  assert.ok(!hasGap(state));
});

test("an edit of a message that is not loaded does not tear it out of its place", () => {
  const conversation = { last_seq: 50, read_up_to: nobodyRead };
  const opened: ChatEvent = { name: "Opened", data: { conversation, messages: [message(50)] } };

  const state = after(opened, received(3, { changed_seq: 51 }));

  assert.deepEqual(seqs(state), [50]);
  assert.equal(state.cursor, 51);
});

/** The newest message is shown, and what is before it wanted. */
const opening = (seq: number): ChatEvent[] => [
  { name: "Opened", data: { conversation: { last_seq: seq, read_up_to: nobodyRead }, messages: [message(seq)] } },
  { name: "OlderWanted" },
];

const older = (messages: Message[], before: number, has_more = false): ChatEvent => ({
  name: "OlderRead",
  data: { ...answer(messages, before, { has_more }), before },
});

test("what was said earlier goes before what is shown, and is no news", () => {
  const state = after(...opening(4), older([message(2), message(3)], 4, true));

  assert.deepEqual([seqs(state), state.since, state.past], [[2, 3, 4], 2, "resting"]);
  assert.deepEqual([state.cursor, state.head], [4, 4]);
  assert.ok(hasOlder(state));
});

test("with the first message there is nothing earlier, whatever its number", () => {
  const state = after(...opening(4), older([message(3)], 4));

  assert.ok(!hasOlder(state));
  assert.equal(apply(state, { name: "OlderWanted" }), state);
});

test("an edit that overtook the older messages is what is shown of them", () => {
  const edited = message(2, { changed_seq: 5, message: "better" });

  const state = after(...opening(4), received(2, edited), older([message(2), message(3)], 4));

  assert.deepEqual(state.messages, [edited, message(3), message(4)]);
  assert.deepEqual(state.aside, []);
});

test("of the older messages, too, is known what has been read", () => {
  const data = { conversation_id: 1, reader_type: "admin", reader_id: 1, read_up_to: 4 } as const;

  const state = after(...opening(4), { name: "MessageRead", data }, older([message(3)], 4));

  assert.ok(state.messages.every(({ is_read }) => is_read));
});

test("older messages that nobody waits for, or that would leave a hole, are not shown", () => {
  const [opened] = opening(4);
  assert.deepEqual(seqs(after(opened!, older([message(3)], 4))), [4]);

  const state = after(...opening(4), older([message(1)], 2));

  assert.deepEqual([seqs(state), state.since, state.past], [[4], 4, "resting"]);
});

test("the message takes the place of the bubble, by whichever road it comes", () => {
  for (const arrival of [received(1), page([message(1)], 1)]) {
    assert.equal(after(composed(1), arrival).outgoing.length, 0);
    assert.deepEqual(seqs(after(composed(1), arrival)), [1]);
  }
});

test("a failure that is told after the message has come is none", () => {
  const problem = { code: "unreachable", message: "" };
  const failed: ChatEvent = { name: "SendFailed", data: { client_message_id: "c1", problem } };

  assert.deepEqual(after(composed(1), received(1), failed).outgoing, []);
  assert.equal(after(composed(1), failed).outgoing[0]?.state, "failed");
});

test("an answer that comes before its turn leaves the bubble in its place", () => {
  const state = after(composed(2), received(2), { name: "Sent", data: { client_message_id: "c2" } });

  assert.deepEqual(seqs(state), []);
  assert.equal(state.outgoing[0]?.state, "sent");
});

test("an unknown event changes nothing", () => {
  assert.equal(apply(empty, { name: "Tomorrow", data: {} } as never), empty);
});
