import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import type { Message } from "../chat/message.ts";
import { message } from "../chat/testing.ts";
import { middle, pass, settled, useFakeClock } from "../realtime/testing.ts";
import type { Told } from "./told.ts";
import { type Lazy, Widget } from "./widget.ts";

const reported: unknown[] = [];

beforeEach(() => {
  useFakeClock();
  mock.method(Math, "random", middle);
  const noListeners = { addEventListener() {}, removeEventListener() {} };
  Object.defineProperty(globalThis, "navigator", { value: { language: "en-GB" }, configurable: true });
  Object.assign(globalThis, noListeners, { document: noListeners, reportError: (error: unknown) => reported.push(error) });
});

/** A widget whose panel cannot be loaded. */
function stranded() {
  let loads = 0;
  const load = async (): Promise<Lazy> => {
    loads += 1;
    throw new TypeError("Failed to fetch dynamically imported module");
  };
  const widget = new Widget({ site: "demo", base: "https://chat.example/" }, load);
  return { widget, loads: () => loads };
}

test("whoever asks during a failing load, it is tried again once at a time", async () => {
  const { widget, loads } = stranded();

  widget.open();
  widget.send("Hello?");
  widget.send("Anybody?");
  await settled();
  assert.equal(loads(), 1);

  await pass(1_000);
  assert.equal(loads(), 2);
  await pass(1_600);
  assert.equal(loads(), 3);
});

test("who asks while it waits is served at once, and the waiting starts anew", async () => {
  const { widget, loads } = stranded();
  widget.open();
  await pass(999);

  widget.send("Hello?");
  await settled();
  assert.equal(loads(), 2);

  await pass(1_599);
  assert.equal(loads(), 2);
  await pass(1);
  assert.equal(loads(), 3);
});

test("taken off the page it loads no more", async () => {
  const { widget, loads } = stranded();
  widget.open();
  await settled();

  widget.destroy();
  await pass(60_000);

  assert.equal(loads(), 1);
});

test("a listener that throws is the page's to hear of, and stops no other", () => {
  const { widget } = stranded();
  const error = new Error("the page's own");
  const told: string[] = [];
  widget.on("open", () => {
    throw error;
  });
  widget.on("open", () => told.push("open"));

  widget.open();

  assert.deepEqual([told, reported], [["open"], [error]]);
});

/** Stands in for the panel: remembers which sessions were made, with what, and whether they were ended. */
function loaded() {
  const made: { told: Told; isEnded: boolean }[] = [];
  class Session {
    store = { state: { messages: messages.now } };
    sender = { send() {} };
    mine = { told: {} as Told, isEnded: false };
    constructor(_: unknown, __: unknown, changed: () => void, told: Told) {
      messages.tell = changed;
      this.mine.told = told;
      made.push(this.mine);
    }
    entrance = { begin: async () => {} };
    end() {
      this.mine.isEnded = true;
    }
  }
  const messages = { now: [] as Message[], tell: () => {} };
  const widget = new Widget({ site: "demo", base: "https://chat.example/" }, async () => ({ Session, speak() {} }) as unknown as Lazy);
  const show = (shown: Message[]) => {
    messages.now.splice(0, Infinity, ...shown);
    messages.tell();
  };
  return { widget, made, show };
}

test("who is identified and has agreed before the panel is opened begins as such", async () => {
  const { widget, made } = loaded();
  const identity = { id: "42", hash: "abc" };

  widget.identify(identity);
  widget.consent(true);
  await settled();
  assert.deepEqual(made, []);
  widget.open();
  await settled();

  assert.deepEqual(made.map(({ told }) => told), [{ identity, consent: true }]);
});

test("who does not agree ends the session, what was to be sent, and what tells who they are", async () => {
  const kept = new Map([["smartlink-visitor-demo", "slv_1"]]);
  Object.assign(globalThis, {
    localStorage: { getItem: (key: string) => kept.get(key) ?? null, removeItem: (key: string) => kept.delete(key) },
  });
  const { widget, made } = loaded();
  await settled();

  widget.consent(false);
  await settled();

  assert.deepEqual([made.map(({ isEnded }) => isEnded), widget.session, kept.size], [[true], null, 0]);
  Reflect.deleteProperty(globalThis, "localStorage");
});

test("an open panel asks anew when the visitor does not agree", async () => {
  const { widget, made } = loaded();
  widget.open();
  await settled();

  widget.consent(false);
  await settled();

  assert.deepEqual(made.map(({ isEnded, told }) => [isEnded, told.consent]), [[true, false], [false, false]]);
});

test("in another conversation, where numbers begin anew, messages are told, each once", async () => {
  const { widget, show } = loaded();
  const told: unknown[] = [];
  widget.on("message", (heard) => told.push((heard as Message).id));
  widget.open();
  await settled();

  show([message(1), message(2)]);
  await settled();
  show([message(1, { conversation_id: 2, id: 9 })]);
  await settled();
  show([message(1, { conversation_id: 2, id: 9 })]);
  await settled();

  assert.deepEqual(told, [1, 2, 9]);
});
