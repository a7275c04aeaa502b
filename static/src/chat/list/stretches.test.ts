import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchesOf } from "./stretches.ts";
import { message } from "../testing.ts";

const log = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => message(first + index));

test("every message is in one stretch, in order", () => {
  const messages = log(17, 200);

  assert.deepEqual(stretchesOf(messages).flatMap((stretch) => stretch.messages), messages);
});

test("growing at both ends leaves what is between as it was", () => {
  const all = stretchesOf(log(1, 300));

  for (const stretch of stretchesOf(log(100, 200)).slice(1, -1)) assert.deepEqual(all.find(({ key }) => key === stretch.key), stretch);
});

test("what is on its way is already in the stretch where it will stand", () => {
  for (const last of [0, 30, 31, 32, 63]) {
    const coming = stretchesOf(log(1, last)).at(-1)!.key;
    const come = stretchesOf(log(1, last + 1)).find(({ messages }) => messages.some(({ seq }) => seq === last + 1));

    assert.equal(come?.key, coming);
  }
});
