import assert from "node:assert/strict";
import { test } from "node:test";
import type { Conversation } from "./message.ts";
import type { ChatEvent } from "./events.ts";
import { apply, empty } from "./store.ts";
import { composed, page, received } from "./testing.ts";

const conversation = (changes: Partial<Conversation>): Conversation => ({
  id: 1,
  status: "open",
  operator: null,
  rating: null,
  last_seq: 1,
  read_up_to: { visitor: 0, operators: 0 },
  ...changes,
});

const told = (changes: Partial<Conversation>): ChatEvent => ({
  name: "ConversationUpdated",
  data: conversation(changes),
});

const after = (...events: ChatEvent[]) => events.reduce(apply, empty);

test("that a conversation is closed comes by socket, with a page of the log, and when one begins", () => {
  const closed = conversation({ status: "closed", last_seq: 2 });
  const read = page([], 2, { conversation: closed });

  assert.equal(after(told({ status: "closed", last_seq: 2 })).standing.status, "closed");
  assert.equal(after({ name: "PageRead", data: { ...read, after: 0 } }).standing.status, "closed");
  assert.equal(after({ name: "Opened", data: { conversation: closed, messages: [] } }).standing.status, "closed");
});

test("what was asked before it was closed, and answered after, does not open it again", () => {
  const state = after(told({ status: "closed", last_seq: 2 }), told({ status: "open", last_seq: 1 }));

  assert.equal(state.standing.status, "closed");
});

test("a rating that is given is known, and who opens it again finds it", () => {
  const state = after(told({ status: "closed", last_seq: 2, rating: 4 }), told({ last_seq: 3, rating: 4 }));

  assert.deepEqual(state.standing, { status: "open", operator: null, rating: 4, last_seq: 3 });
});

test("a conversation that is left takes everything along but what is still to be sent", () => {
  const state = after(received(1), told({ status: "closed" }), composed(7), { name: "Left", data: null });

  assert.deepEqual(state, after(composed(7)));
});
