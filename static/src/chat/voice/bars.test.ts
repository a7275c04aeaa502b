import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf, evened } from "./bars.ts";

test("of more moments than bars the loudest ones are shown", () => {
  assert.deepEqual(barsOf([1, 9, 3, 4, 0, 2], 3), [9, 4, 2]);
});

test("no moment is left out where they do not share out evenly", () => {
  const moments = Array.from({ length: 64 }, (_, at) => at);

  const bars = barsOf(moments, 30);

  assert.equal(bars.length, 30);
  assert.equal(bars.at(-1), 63);
  assert.deepEqual([...bars].sort((one, other) => one - other), bars);
});

test("a note with fewer moments than bars repeats some", () => {
  assert.deepEqual(barsOf([5, 7], 4), [5, 5, 7, 7]);
});

test("a note that nobody has listened to yet is quiet", () => {
  assert.deepEqual(barsOf([], 3), [0, 0, 0]);
});

test("sound swings to both sides, and both are loud", () => {
  assert.deepEqual(barsOf(new Float32Array([0.25, -0.5]), 1), [0.5]);
});

test("who speaks softly is seen as well", () => {
  assert.deepEqual(evened([0.01, 0.02]), [50, 100]);
  assert.deepEqual(evened([0, 0]), [0, 0]);
});
