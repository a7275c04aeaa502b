import assert from "node:assert/strict";
import { test } from "node:test";
import type { Picture } from "./picture.ts";
import { beside, savingLink, stepsOf } from "./viewing.ts";

const picture = (id: number) => ({ id, url: `/media/${id}.png?as=it&signature=abc` }) as Picture;
const [first, second, third] = [picture(1), picture(2), picture(3)];
const all = [first, second, third];

test("after the last picture comes the first, and before the first the last", () => {
  assert.deepEqual([beside(all, first, 1), beside(all, third, 1), beside(all, first, -1)], [second, first, third]);
});

test("the next picture is where reading goes", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowUp"].map((key) => stepsOf(key, "ltr")), [1, -1, 0]);
  assert.deepEqual(["ArrowRight", "ArrowLeft"].map((key) => stepsOf(key, "rtl")), [-1, 1]);
});

test("the link for saving is the picture's own, on our server", () => {
  assert.equal(savingLink(first, "https://chat.example/x"), "https://chat.example/media/1.png?as=it&signature=abc&save=1");
});
