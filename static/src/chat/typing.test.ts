import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pass, useFakeClock } from "../realtime/testing.ts";
import { forgetTypists } from "./expiry.ts";
import type { Person } from "./message.ts";
import type { ChatEvent } from "./events.ts";
import { Store } from "./store.ts";
import { message, olga, page, received, typing, vera } from "./testing.ts";
import { sentence } from "./typing.ts";

const otto: Person = { ...olga, sender_id: 2, sender_name: "Otto" };

beforeEach(useFakeClock);

function told(...events: ChatEvent[]) {
  const store = new Store();
  forgetTypists(store);
  for (const event of events) store.dispatch(event);
  return { store, names: () => store.state.typing.map(({ sender_name }) => sender_name) };
}

const answered = (...people: Person[]): ChatEvent => ({
  name: "PageRead",
  data: { ...page([], 0, { typing: people }), after: 0 },
});

test("who is told to type does, once, until they are told not to", () => {
  assert.deepEqual(told(typing(olga), typing(olga)).names(), ["Olga Operator"]);
  assert.deepEqual(told(typing(olga), typing(otto), typing(olga, false)).names(), ["Otto"]);
});

test("a visitor and an operator with the same id are two", () => {
  assert.deepEqual(told(typing(vera), typing(olga), typing(vera, false)).names(), ["Olga Operator"]);
});

test("whoever has said it types it no longer, and the others go on", () => {
  const { names } = told(typing(olga), typing(vera), received(1, olga));

  assert.deepEqual(names(), ["Vera"]);
});

test("a message that comes before its turn ends the typing, too", () => {
  assert.deepEqual(told(typing(olga), received(2, olga)).names(), []);
});

test("a message that was known before ends nothing", () => {
  assert.deepEqual(told(received(1, olga), typing(olga), received(1, olga)).names(), ["Olga Operator"]);
});

test("nobody types for longer than was told, unless it is told again", async () => {
  const { store, names } = told(typing(olga));

  await pass(4_000);
  store.dispatch(typing(olga));
  await pass(5_999);
  assert.deepEqual(names(), ["Olga Operator"]);
  await pass(1);

  assert.deepEqual(names(), []);
});

test("whatever happens meanwhile, the end comes once", async () => {
  const { store } = told(typing(olga), received(1), received(2));
  let changes = 0;
  store.subscribe(() => (changes += 1));

  await pass(60_000);

  assert.equal(changes, 1);
});

test("by polling those type whom the newest page names, and no longer than the server keeps it", async () => {
  const { store, names } = told(answered(olga, otto), answered(otto));

  assert.deepEqual(names(), ["Otto"]);
  await pass(6_000);
  assert.deepEqual(names(), []);
  store.dispatch(answered(vera));
  store.dispatch(answered());
  assert.deepEqual(names(), []);
});

test("a page of messages says who goes on typing", () => {
  const after: ChatEvent = { name: "PageRead", data: { ...page([message(1, olga)], 1, { typing: [olga] }), after: 0 } };

  assert.deepEqual(told(after).names(), ["Olga Operator"]);
});

test("it is said in a sentence, whoever they are", () => {
  const sentences = [[], [olga], [olga, otto], [olga, otto, vera]].map(sentence);

  assert.deepEqual(sentences, [
    "",
    "Olga Operator is typing…",
    "Olga Operator and Otto are typing…",
    "Several people are typing…",
  ]);
});
