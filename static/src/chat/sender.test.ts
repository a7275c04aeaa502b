import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../realtime/testing.ts";
import { ApiError } from "./api.ts";
import { type Post, Sender } from "./sender.ts";
import { Store } from "./store.ts";

function sending(post: Post, tries = 3) {
  const store = new Store();
  const sender = new Sender(store, post, { mayGoOn: (failures) => failures < tries, pause: async () => {} });
  return { store, sender, states: () => store.state.outgoing.map(({ state }) => state) };
}

const refusal = (status: number, code = "refused") => new ApiError(status, { code, message: "No." });

test("messages are sent one after the other, in the order they were written", async () => {
  const said: string[] = [];
  const { sender } = sending(async ({ message }) => {
    await settled();
    said.push(message);
  });

  sender.send("first");
  sender.send("second");
  for (let i = 0; i < 4; i += 1) await settled();

  assert.deepEqual(said, ["first", "second"]);
});

test("without an answer the same message is sent again, with the same id", async () => {
  const ids: string[] = [];
  const { sender, states } = sending(async ({ client_message_id }) => {
    if (ids.push(client_message_id) < 3) throw new ApiError(0);
  });

  sender.send("hello");
  await settled();

  assert.equal(ids.length, 3);
  assert.equal(new Set(ids).size, 1);
  assert.deepEqual(states(), ["sent"]);
});

test("asked to slow down, it shows why the message waits, and sends it when it may", async () => {
  const pauses: number[] = [];
  const store = new Store();
  let isTooFast = true;
  const post: Post = async () => {
    if (isTooFast) throw new ApiError(429, { code: "throttled", message: "Slow down, please." }, 20_000);
  };
  const pause = async (ms: number) => {
    pauses.push(ms);
    assert.equal(store.state.outgoing[0]?.state, "sending");
    assert.deepEqual(store.state.outgoing[0]?.problem, { code: "throttled", message: "Slow down, please." });
    isTooFast = false;
  };

  new Sender(store, post, { mayGoOn: () => true, pause }).send("hello");
  await settled();

  assert.deepEqual(pauses, [20_000]);
  assert.deepEqual([store.state.outgoing[0]?.state, store.state.outgoing[0]?.problem], ["sent", null]);
});

test("a refusal is not argued with", async () => {
  let posts = 0;
  const { sender, states } = sending(async () => {
    posts += 1;
    throw refusal(409, "conversation_closed");
  });

  sender.send("hello");
  await settled();

  assert.deepEqual([posts, states()], [1, ["failed"]]);
});

test("a person can try again what has failed", async () => {
  let isAway = true;
  const { sender, store, states } = sending(async () => {
    if (isAway) throw new ApiError(0);
  });
  sender.send("hello");
  await settled();
  assert.deepEqual(states(), ["failed"]);

  isAway = false;
  sender.retry(store.state.outgoing[0]!.client_message_id);
  await settled();

  assert.deepEqual(states(), ["sent"]);
});

test("a failed message does not hold up the next one", async () => {
  const { sender, states } = sending(async ({ message }) => {
    if (message === "bad") throw refusal(422);
  });

  sender.send("bad");
  sender.send("good");
  await settled();

  assert.deepEqual(states(), ["failed", "sent"]);
});
