import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pass, settled, useFakeClock } from "../realtime/testing.ts";
import { Keystrokes } from "./keystrokes.ts";

beforeEach(useFakeClock);

function writing(tell: () => Promise<unknown> = async () => {}) {
  const told: boolean[] = [];
  const keystrokes = new Keystrokes((isTyping) => {
    told.push(isTyping);
    return tell();
  });
  return { keystrokes, told };
}

test("the first key is told at once, the next ones are not", async () => {
  const { keystrokes, told } = writing();

  keystrokes.typed();
  assert.deepEqual(told, [true]);
  await pass(1_000);
  keystrokes.typed();

  assert.deepEqual(told, [true]);
});

test("while it goes on it is told again every four seconds", async () => {
  const { keystrokes, told } = writing();

  for (let second = 0; second < 9; second += 1) {
    keystrokes.typed();
    await pass(1_000);
  }

  assert.deepEqual(told, [true, true, true]);
});

test("four seconds after the last key it has ended, and the next key begins anew", async () => {
  const { keystrokes, told } = writing();
  keystrokes.typed();

  await pass(3_999);
  assert.deepEqual(told, [true]);
  await pass(1);
  assert.deepEqual(told, [true, false]);
  await pass(60_000);
  keystrokes.typed();

  assert.deepEqual(told, [true, false, true]);
});

test("it ends once, and nothing is told of it later", async () => {
  const { keystrokes, told } = writing();
  keystrokes.typed();
  await settled();

  keystrokes.ended();
  keystrokes.ended();
  await pass(60_000);

  assert.deepEqual(told, [true, false]);
});

test("who has written nothing has nothing to end", () => {
  const { keystrokes, told } = writing();

  keystrokes.ended();

  assert.deepEqual(told, []);
});

test("a word and Enter in one breath: the end arrives after the beginning", async () => {
  let answer = () => {};
  const { keystrokes, told } = writing(() => new Promise<void>((done) => (answer = done)));

  keystrokes.typed();
  keystrokes.ended();
  await settled();
  assert.deepEqual(told, [true]);
  answer();
  await settled();

  assert.deepEqual(told, [true, false]);
});

test("a server that is away is told neither louder nor less", async () => {
  const { keystrokes, told } = writing(() => Promise.reject(new Error("away")));

  keystrokes.typed();
  await pass(3_000);
  keystrokes.typed();
  await pass(3_000);
  keystrokes.ended();
  await settled();

  assert.deepEqual(told, [true, true, false]);
});
