import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "./passkeyErrors.ts";

const named = (name: string) => Object.assign(new Error("Some English for developers"), { name });

test("a person who cancels is told that nothing happened", () => {
  assert.match(explain(named("NotAllowedError")), /^Nothing happened/);
});

test("the browser's own words are never shown", () => {
  for (const name of ["NotAllowedError", "InvalidStateError", "SecurityError", "Whatever"]) {
    assert.doesNotMatch(explain(named(name)), /English for developers/);
  }
});
