import assert from "node:assert/strict";
import { test } from "node:test";
import { Recent } from "./recent.ts";

function memory(kept: string | null = null) {
  const store = { kept, read: () => store.kept, write: (text: string) => void (store.kept = text) };
  return store;
}

test("what was used last comes first, and each once", () => {
  const recent = new Recent();

  for (const emoji of ["😀", "👍", "😀"]) recent.use(emoji);

  assert.deepEqual(recent.used, ["😀", "👍"]);
});

test("there are two rows of them", () => {
  const recent = new Recent();

  for (let count = 0; count < 20; count += 1) recent.use(String(count));

  assert.equal(recent.used.length, 14);
  assert.equal(recent.used[0], "19");
});

test("they are there again at the next visit", () => {
  const kept = memory();
  const recent = new Recent(kept);
  recent.use("👍");
  recent.use("👩‍💻");

  assert.deepEqual(new Recent(kept).used, ["👩‍💻", "👍"]);
});

test("where nothing may be kept they are there as long as the page", () => {
  const forbidden = { read: () => null, write: () => {} };
  const recent = new Recent(forbidden);

  recent.use("👍");

  assert.deepEqual(recent.used, ["👍"]);
});

test("what somebody else has made of them does no harm", () => {
  assert.deepEqual(new Recent(memory("")).used, []);
  assert.equal(new Recent(memory("a ".repeat(1_000))).used.length, 14);
});
