import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../realtime/testing.ts";
import { Reader } from "./reader.ts";

test("each message is told once, however often it is seen", async () => {
  const told: number[] = [];
  const reader = new Reader(async (seq) => told.push(seq));

  for (const seq of [1, 1, 2, 1, 2]) {
    reader.saw(seq);
    await settled();
  }

  assert.deepEqual(told, [1, 2]);
});

test("of many that come during a call only the newest is told", async () => {
  const told: number[] = [];
  let answer = () => {};
  const reader = new Reader((seq) => {
    told.push(seq);
    return new Promise<void>((done) => (answer = done));
  });

  for (const seq of [1, 2, 3, 4]) reader.saw(seq);
  answer();
  await settled();

  assert.deepEqual(told, [1, 4]);
});

test("a call that failed is made good by the next one", async () => {
  const told: number[] = [];
  const reader = new Reader(async (seq) => {
    told.push(seq);
    throw new Error("away");
  });

  reader.saw(1);
  await settled();
  reader.saw(2);
  await settled();

  assert.deepEqual(told, [1, 2]);
});
