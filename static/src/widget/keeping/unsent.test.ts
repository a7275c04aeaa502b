import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Sender } from "../../chat/sender.ts";
import { Store } from "../../chat/store.ts";
import { message } from "../../chat/testing.ts";
import { settled } from "../../realtime/testing.ts";
import { forgetAll, keptFor } from "./kept.ts";
import { type FakeStorage, keeping, keepingNothing } from "../testing.ts";
import { Unsent } from "./unsent.ts";

const NOW_MS = 1_767_261_600_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

let kept: FakeStorage;

beforeEach(() => {
  kept = keeping();
  mock.timers.reset();
  mock.timers.enable({ apis: ["Date"], now: NOW_MS });
});
afterEach(keepingNothing);

/** A page of the visitor's, on which nothing gets through until it is let. */
function page({ token = "slv_1" as string | null, name = "" } = {}) {
  const writer = { token, name };
  const said: string[] = [];
  let letThrough = (): void => {};
  const open = new Promise<void>((done) => (letThrough = done));
  const store = new Store();
  const sender = new Sender(store, async ({ message: text }) => {
    await open;
    said.push(text);
  });
  const unsent = new Unsent(store, sender, keptFor("unsent", "shop"), {
    token: () => writer.token,
    name: () => writer.name,
  });
  unsent.resume();
  const shown = () => store.state.outgoing.map(({ message: text, state }) => `${text} ${state}`);
  return { store, sender, unsent, writer, said, shown, letThrough };
}

const ids = ({ store }: ReturnType<typeof page>) => store.state.outgoing.map(({ client_message_id }) => client_message_id);

test("what could not be sent comes back on the next page under its own id, and is sent once, in order", async () => {
  const first = page();
  for (const text of ["one", "two", "three"]) {
    first.sender.send(text);
    mock.timers.tick(10);
  }

  const second = page();
  assert.deepEqual(second.shown(), ["one sending", "two sending", "three sending"]);
  assert.deepEqual(ids(second), ids(first));
  second.letThrough();
  await settled();

  assert.deepEqual(second.said, ["one", "two", "three"]);
  assert.deepEqual(page().shown(), []);
});

test("what was written in the same moment comes back in its order, however the browser lists it", () => {
  const first = page();
  for (const text of ["one", "two", "three"]) first.sender.send(text);

  for (const [key, text] of Object.entries(kept).reverse()) {
    kept.removeItem(key);
    kept.setItem(key, String(text));
  }

  assert.deepEqual(page().shown(), ["one sending", "two sending", "three sending"]);
});

test("what the log has, and what was taken back, is not said again", () => {
  const first = page();
  first.sender.send("one");
  first.sender.send("two");
  const [one, two] = ids(first) as [string, string];

  first.store.dispatch({ name: "ChatMessageReceived", data: message(1, { client_message_id: one }) });
  first.sender.discard(two);

  assert.deepEqual([kept.length, page().shown()], [0, []]);
});

test("what was not taken after many tries may be tried again on the next page", () => {
  const first = page();
  first.sender.send("one");
  const problem = { code: "unreachable", message: "The server does not answer." };
  first.store.dispatch({ name: "SendFailed", data: { client_message_id: ids(first)[0]!, problem } });

  assert.deepEqual(page().shown(), ["one sending"]);
});

test("nothing is kept while nothing may be, and all of it as soon as it may", () => {
  const first = page({ token: null });
  first.sender.send("one");
  assert.equal(kept.length, 0);

  first.writer.token = "slv_1";
  first.unsent.keep();

  assert.deepEqual(page().shown(), ["one sending"]);
});

test("after a day it is too late", () => {
  page().sender.send("one");
  mock.timers.tick(DAY_MS + 1);

  assert.deepEqual([page().shown(), kept.length], [[], 0]);
});

test("no more than fifty are kept, and no files", () => {
  const first = page();
  first.sender.send("a picture", [{ name: "cat.png", size: 1, type: "image/png", blob: new Blob(), kind: "file" }]);
  for (let n = 0; n < 60; n += 1) first.sender.send(`${n}`);

  assert.deepEqual(page().shown().length, 50);
  assert.equal(page().shown()[0], "0 sending");
});

test("who has another token, because the first was forgotten, does not go on with it", () => {
  page().sender.send("one");

  assert.deepEqual(page({ token: "slv_2" }).shown(), []);
  assert.equal(kept.length, 0);
});

test("what a known person wrote is neither sent nor seen by the next one, with the same token, too", async () => {
  page({ name: "42" }).sender.send("My card number is …");

  const next = page();
  next.writer.name = "43"; // as the server says then
  next.unsent.dropOthers();
  next.letThrough();
  await settled();

  assert.deepEqual([next.said, next.shown(), kept.length], [[], [], 0]);
});

test("who becomes somebody else on this page takes along nothing that waits, files neither", async () => {
  const first = page({ name: "42" });
  first.sender.send("mine");
  first.sender.send("my picture", [{ name: "me.png", size: 1, type: "image/png", blob: new Blob(), kind: "file" }]);

  first.writer.name = "43";
  first.unsent.dropOthers();
  first.sender.send("and mine");

  assert.deepEqual(first.shown(), ["and mine sending"]);
});

test("a stranger who logs in stays who they are", () => {
  const first = page();
  first.sender.send("It is me.");

  first.writer.name = "42";
  first.unsent.dropOthers();

  assert.deepEqual(first.shown(), ["It is me. sending"]);
});

test("two tabs show it once each, and what one has settled the other need not say", () => {
  const first = page();
  first.sender.send("one");
  const second = page();
  const [id] = ids(first) as [string];

  second.store.dispatch({ name: "ChatMessageReceived", data: message(1, { client_message_id: id }) });
  assert.deepEqual([second.shown(), second.store.state.messages.length], [[], 1]);
  first.unsent.settledElsewhere(keptFor("unsent", "shop").keyOf(id));

  assert.deepEqual([first.shown(), first.unsent.isWanted(id)], [[], false]);
});

test("what others have written under our names does no harm", () => {
  for (const [n, strange] of ["", "{", "7", "null", "[]", '{"token":"slv_1","writer":7}'].entries()) {
    keptFor("unsent", "shop").write(strange, `${n}`);
  }

  assert.deepEqual([page().shown(), kept.length], [[], 0]);
});

test("another site's words are another's, also where its key begins alike", () => {
  page().sender.send("one");
  kept.setItem("smartlink-unsent-shop-2/abc", "{}");
  kept.setItem("smartlink-visitor-shop", "slv_1");

  forgetAll("shop");

  assert.deepEqual(Object.keys(kept), ["smartlink-unsent-shop-2/abc", "smartlink-visitor-shop"]);
});

test("where storage is forbidden it waits on this page", () => {
  keepingNothing();
  const first = page();

  first.sender.send("one");

  assert.deepEqual([first.shown(), page().shown()], [["one sending"], []]);
});
