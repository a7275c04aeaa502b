import assert from "node:assert/strict";
import { test } from "node:test";
import { steppedTo } from "./steps.ts";

test("arrows go a second, pages ten, Home and End all the way", () => {
  const keys = ["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

  const positions = keys.map((key) => steppedTo(key, 20_000, 60_000));

  assert.deepEqual(positions, [21_000, 21_000, 19_000, 19_000, 30_000, 10_000, 0, 60_000]);
});

test("nobody gets behind the end or before the beginning", () => {
  assert.equal(steppedTo("PageUp", 55_000, 60_000), 60_000);
  assert.equal(steppedTo("ArrowLeft", 400, 60_000), 0);
});

test("other keys do what they always do", () => {
  assert.equal(steppedTo("Tab", 400, 60_000), undefined);
});
