import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Draft } from "./draft.ts";
import { keptFor } from "./kept.ts";
import { type FakeStorage, keeping, keepingNothing } from "../testing.ts";

let kept: FakeStorage;
beforeEach(() => (kept = keeping()));
afterEach(keepingNothing);

const writer = { token: "slv_1" as string | null, name: "" };
const draft = (who: Partial<typeof writer> = {}) => {
  const now = { ...writer, ...who };
  return new Draft(keptFor("draft", "shop"), { token: () => now.token, name: () => now.name });
};

test("what is being written is there again on the next page, until it is sent", () => {
  draft().write("Dear");
  assert.equal(draft().read(), "Dear");

  draft().write("");
  assert.deepEqual([draft().read(), kept.length], ["", 0]);
});

test("before anything may be kept it lasts as long as the page", () => {
  const here = draft({ token: null });
  here.write("Dear");

  assert.deepEqual([here.read(), draft({ token: null }).read(), kept.length], ["Dear", "", 0]);
});

test("the next person does not find it, and a stranger who logs in does", () => {
  draft({ name: "42" }).write("Dear");
  assert.equal(draft({ token: "slv_2" }).read(), "");
  const next = draft({ name: "43" });
  assert.equal(next.dropOthers(), true);
  assert.deepEqual([next.read(), kept.length], ["", 0]);

  draft().write("Dear");
  const same = draft({ name: "42" });
  assert.equal(same.dropOthers(), false);
  assert.equal(same.read(), "Dear");
});
