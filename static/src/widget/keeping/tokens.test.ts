import assert from "node:assert/strict";
import { test } from "node:test";
import { tokensFor } from "./tokens.ts";

test("without storage the token holds for this page", () => {
  const tokens = tokensFor("demo"); // node has no localStorage: the same exception

  tokens.keep("slv_1");

  assert.equal(tokens.read(), "slv_1");
});
