import assert from "node:assert/strict";
import { test } from "node:test";
import { changed, isEncrypted, isGuarded, type Line, MOST, NOTHING, pretty } from "./overheard.ts";

const line = (id: number): Line => ({ id, at: new Date(0), event: "Happened", text: "" });
const heard = (...ids: number[]) =>
  ids.reduce((log, id) => changed(log, { name: "heard", line: line(id) }), NOTHING);
const idsOf = (lines: Line[]) => lines.map(({ id }) => id);

test("the newest stands first, and only the last are kept", () => {
  const log = heard(...Array.from({ length: MOST + 5 }, (_, n) => n));

  assert.equal(log.lines.length, MOST);
  assert.equal(log.lines[0]!.id, MOST + 4);
});

test("while it is paused the list stands still, and then shows what came", () => {
  let log = changed(heard(1), { name: "paused" });
  log = changed(log, { name: "heard", line: line(2) });
  log = changed(log, { name: "heard", line: line(3) });
  assert.deepEqual([idsOf(log.lines), log.held.length], [[1], 2]);

  log = changed(log, { name: "paused" });

  assert.deepEqual([idsOf(log.lines), log.held.length], [[3, 2, 1], 0]);
});

test("cleared it is empty, and goes on", () => {
  const log = changed(heard(1, 2), { name: "cleared" });

  assert.deepEqual(log, NOTHING);
});

test("data is shown as one reads it", () => {
  assert.equal(pretty({ n: 1 }), '{\n  "n": 1\n}');
  assert.equal(pretty("plain"), "plain");
  assert.equal(pretty(undefined), "");
});

test("a channel's name says what it needs", () => {
  assert.deepEqual(["news", "private-x", "presence-x"].map(isGuarded), [false, true, true]);
  assert.ok(isEncrypted("private-encrypted-cache-x"));
});
