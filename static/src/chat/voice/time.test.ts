import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { en } from "../../words/en.ts";
import { speak } from "../../words/words.ts";
import { shownLength, spokenLength } from "./time.ts";

afterEach(() => speak("en", en));

test("a length is shown as on a clock", () => {
  assert.equal(shownLength(0), "0:00");
  assert.equal(shownLength(7_999), "0:07");
  assert.equal(shownLength(65_000), "1:05");
  assert.equal(shownLength(600_000), "10:00");
});

test("a length is said as people say it", () => {
  assert.equal(spokenLength(1_000), "1 second");
  assert.equal(spokenLength(65_000), "1 minute, 5 seconds");
});

test("a length is said in the language that is spoken", () => {
  speak("de", en);

  assert.equal(spokenLength(125_000), "2 Minuten, 5 Sekunden");
});
