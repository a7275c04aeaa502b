import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ApiError } from "./api.ts";
import { words as de } from "../words/de.ts";
import { speak } from "../words/words.ts";

afterEach(() => speak("en"));

const throttled = { code: "throttled", message: "Five of them a day, please." };

test("in English the server's own sentence is said", () => {
  assert.equal(new ApiError(429, throttled).message, throttled.message);
});

test("in another language we say it, as far as we know what is wrong", () => {
  speak("de", de);

  assert.equal(new ApiError(429, throttled).message, de.refusals.throttled);
  assert.equal(new ApiError(422, { code: "invalid", errors: { email: ["Not one."] } }).message, de.refusals.email);
  assert.equal(new ApiError(0).message, de.problems.unreachable);
  assert.equal(new ApiError(409, { code: "quite_new", message: "Something new." }).message, "Something new.");
});
