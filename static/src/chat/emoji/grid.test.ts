import assert from "node:assert/strict";
import { test } from "node:test";
import { inRows, movedTo } from "./grid.ts";

const SIZES = [3, 16, 9]; // rows: 0-2, 3-9 10-16 17-18, 19-25 26-27

const pressed = (key: string, from: number, ctrlKey = false) => movedTo({ key, ctrlKey }, from, SIZES);

test("one goes on at the end of a row, and of a group", () => {
  assert.equal(pressed("ArrowRight", 2), 3);
  assert.equal(pressed("ArrowRight", 9), 10);
  assert.equal(pressed("ArrowLeft", 3), 2);
});

test("nobody falls off the ends", () => {
  assert.equal(pressed("ArrowRight", 27), 27);
  assert.equal(pressed("ArrowLeft", 0), 0);
  assert.equal(pressed("ArrowUp", 1), 1);
  assert.equal(pressed("ArrowDown", 26), 26);
});

test("up and down keep the column, also from group to group", () => {
  assert.equal(pressed("ArrowDown", 4), 11);
  assert.equal(pressed("ArrowUp", 11), 4);
  assert.equal(pressed("ArrowDown", 18), 20);
  assert.equal(pressed("ArrowUp", 20), 18);
});

test("where a row is shorter, one comes to its last", () => {
  assert.equal(pressed("ArrowUp", 9), 2);
  assert.equal(pressed("ArrowDown", 16), 18);
});

test("Home and End are of the row, with Ctrl of everything", () => {
  assert.equal(pressed("Home", 12), 10);
  assert.equal(pressed("End", 12), 16);
  assert.equal(pressed("Home", 12, true), 0);
  assert.equal(pressed("End", 12, true), 27);
});

test("pages are groups", () => {
  assert.equal(pressed("PageDown", 1), 3);
  assert.equal(pressed("PageDown", 12), 19);
  assert.equal(pressed("PageDown", 20), 27);
  assert.equal(pressed("PageUp", 20), 3);
  assert.equal(pressed("PageUp", 1), 0);
});

test("a group in which there is nothing yet is passed over", () => {
  assert.equal(movedTo({ key: "ArrowDown", ctrlKey: false }, 0, [0, 3]), 0);
  assert.equal(movedTo({ key: "PageUp", ctrlKey: false }, 2, [0, 3]), 0);
});

test("other keys do what they always do", () => {
  assert.equal(pressed("Enter", 5), undefined);
});

test("what is drawn stands in the rows that the keys know", () => {
  const rows = inRows(Array.from({ length: 16 }, (_, at) => at));

  assert.deepEqual(rows.map((row) => row.length), [7, 7, 2]);
  assert.equal(rows[1]![0], 7);
});
