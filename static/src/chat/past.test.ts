import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../realtime/testing.ts";
import type { Message, Page } from "./message.ts";
import { readPast } from "./past.ts";
import { nobodyRead } from "./reading.ts";
import { Store } from "./store.ts";
import { message, page } from "./testing.ts";

const LIMIT = 2;
const said = Array.from({ length: 7 }, (_, index) => message(index + 1));

/** The newest two of seven messages are shown; of a server the older ones can be read. */
function opened(read: (before: number) => Promise<Page>) {
  const store = new Store();
  const asked: number[] = [];
  const leave = readPast(store, (before) => {
    asked.push(before);
    return read(before);
  });
  store.dispatch({ name: "Opened", data: { conversation: { last_seq: 7, read_up_to: nobodyRead }, messages: said.slice(-LIMIT) } });
  const want = async () => {
    store.dispatch({ name: "OlderWanted" });
    await settled();
  };
  return { store, asked, want, leave, shown: () => store.state.messages };
}

const server = async (before: number) => {
  const older = said.filter(({ seq }) => seq < before);
  return page(older.slice(-LIMIT), 7, { has_more: older.length > LIMIT });
};

const away = (): Promise<never> => Promise.reject(new Error("away"));

test("page by page the past is shown, each once, until there is no more", async () => {
  const { asked, want, shown } = opened(server);

  for (let turn = 0; turn < 5; turn += 1) await want();

  assert.deepEqual(shown(), said);
  assert.deepEqual(asked, [6, 4, 2]);
});

test("whoever wants it twice is answered once", async () => {
  const { store, asked, want, shown } = opened(server);

  store.dispatch({ name: "OlderWanted" });
  store.dispatch({ name: "OlderWanted" });
  store.dispatch({ name: "ChatMessageReceived", data: message(8) });
  await settled();
  assert.deepEqual([asked, store.state.past], [[6], "resting"]);
  await want();

  assert.deepEqual(asked, [6, 4]);
  assert.deepEqual(shown().map(({ seq }: Message) => seq), [2, 3, 4, 5, 6, 7, 8]);
});

test("a failure is told, changes nothing, and one may try again", async () => {
  let answer: (before: number) => Promise<Page> = away;
  const { store, asked, want, shown } = opened((before) => answer(before));

  await want();
  assert.deepEqual([store.state.past, shown(), asked], ["failed", said.slice(-LIMIT), [6]]);
  answer = server;
  await want();

  assert.deepEqual([store.state.past, asked], ["resting", [6, 6]]);
  assert.deepEqual(shown(), said.slice(-2 * LIMIT));
});

test("what comes when the conversation has been left is not shown in the next one", async () => {
  const { store, asked, want, leave, shown } = opened(server);
  const another = message(3, { message: "of another" });

  const coming = want();
  leave();
  store.dispatch({ name: "Left", data: null });
  store.dispatch({ name: "Opened", data: { conversation: { last_seq: 3, read_up_to: nobodyRead }, messages: [another] } });
  store.dispatch({ name: "OlderWanted" });
  await coming;

  assert.deepEqual([shown(), asked], [[another], [6]]);
});
