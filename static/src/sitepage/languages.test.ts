import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf } from "./languages.ts";

test("a language has its English name and its tag", () => {
  assert.equal(nameOf("de"), "German (de)");
  assert.equal(nameOf("pt-BR"), "Brazilian Portuguese (pt-BR)");
});

test("what is not a language yet stays as it was typed", () => {
  for (const typed of ["", "x", "deutsch!", "xx", "de-"]) assert.equal(nameOf(typed), typed);
});
