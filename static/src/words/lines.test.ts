import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { words as de } from "./de.ts";
import { line } from "./lines.ts";
import { speak } from "./words.ts";

afterEach(() => speak("en"));

const written = [
  "Olga Operator closed the conversation.",
  "The conversation was opened again.",
  "The visitor goes on in another conversation.",
  "The visitor closed the conversation.",
  "Something that nobody knows.",
];

test("the server's lines are said in the language that is spoken", () => {
  speak("de", de);

  assert.deepEqual(written.map((each) => line(each, false)), [
    "Olga Operator hat die Unterhaltung beendet.",
    de.lines.opened,
    de.lines.elsewhere,
    de.lines.closedByVisitor,
    "Something that nobody knows.",
  ]);
});

test("in English they stay as they were written", () => {
  assert.deepEqual(written.map((each) => line(each, false)), written);
});

test("a visitor is told of themselves", () => {
  assert.equal(line("The visitor closed the conversation.", true), "You closed the conversation.");
});
