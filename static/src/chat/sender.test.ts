import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../realtime/testing.ts";
import { ApiError } from "./api.ts";
import type { OutgoingFile } from "./outgoing.ts";
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

const photo: OutgoingFile = { name: "a.png", size: 1, type: "image/png", blob: new Blob(["x"]), kind: "file" };

test("files go along, and it is seen how far they have got", async () => {
  const seen: unknown[] = [];
  const { sender, store } = sending(async (_, __, parcel) => {
    parcel?.moved(0.5);
    seen.push(parcel?.files, store.state.outgoing[0]?.progress);
  });

  sender.send("Look.", [photo]);
  await settled();

  assert.deepEqual(seen, [[photo], 0.5]);
  assert.deepEqual([store.state.outgoing[0]?.state, store.state.outgoing[0]?.progress], ["sent", null]);
});

test("what goes without files goes without a parcel", async () => {
  const parcels: unknown[] = [];
  const { sender } = sending(async (_, __, parcel) => void parcels.push(parcel));

  sender.send("hello");
  await settled();

  assert.deepEqual(parcels, [undefined]);
});

test("a voice is a message without words", async () => {
  const { sender, store } = sending(async () => {});

  sender.sendVoice(new Blob(["abc"], { type: "audio/webm" }), 1500);

  const { message, files } = store.state.outgoing[0]!;
  assert.deepEqual([message, files.map(({ kind, size, durationMs }) => [kind, size, durationMs])], ["", [["voice", 3, 1500]]]);
});

test("files that could not be sent are tried again with the same id", async () => {
  const tried: unknown[] = [];
  const { sender, store, states } = sending(async ({ client_message_id }, _, parcel) => {
    if (tried.push([client_message_id, parcel?.files]) === 1) throw refusal(408, "standstill");
  });
  sender.send("", [photo]);
  await settled();
  assert.deepEqual(states(), ["failed"]);

  const id = store.state.outgoing[0]!.client_message_id;
  sender.retry(id);
  await settled();

  assert.deepEqual([tried, states()], [[[id, [photo]], [id, [photo]]], ["sent"]]);
});

test("what is taken back while it goes out is gone, and the next one follows at once", async () => {
  const said: string[] = [];
  const { sender, store } = sending(async ({ message }, _, parcel) => {
    if (parcel) await new Promise((_, failed) => parcel.signal.addEventListener("abort", failed));
    said.push(message);
  });
  sender.send("", [photo]);
  sender.send("next");
  await settled();
  assert.deepEqual(said, []);

  sender.discard(store.state.outgoing[0]!.client_message_id);
  await settled();

  assert.deepEqual([said, store.state.outgoing.map(({ message, state }) => [message, state])], [["next"], [["next", "sent"]]]);
});

test("what is taken back before its turn, or while it waits, is not sent, and holds nothing up", async () => {
  const posted: string[] = [];
  const store = new Store();
  const post: Post = async ({ message }, _, parcel) => {
    posted.push(message);
    if (parcel) throw new ApiError(429, {}, 60_000);
  };
  const sender = new Sender(store, post, { mayGoOn: (failures) => failures < 3, pause: () => new Promise(() => {}) });
  sender.send("waits", [photo]);
  sender.send("has no turn yet", [photo]);
  sender.send("next");
  await settled();

  for (const { client_message_id } of store.state.outgoing.slice(0, 2).reverse()) sender.discard(client_message_id);
  await settled();

  assert.deepEqual(posted, ["waits", "next"]);
  assert.deepEqual(store.state.outgoing.map(({ message, state }) => [message, state]), [["next", "sent"]]);
});

test("at the end everything that is on its way stops", async () => {
  const stopped: unknown[] = [];
  const { sender } = sending(
    (_, __, parcel) => new Promise((_, failed) => parcel?.signal.addEventListener("abort", () => failed(stopped.push(parcel.files)))),
  );
  sender.send("", [photo]);
  await settled();

  sender.end();
  await settled();

  assert.deepEqual(stopped, [[photo]]);
});
