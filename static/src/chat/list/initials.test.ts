import assert from "node:assert/strict";
import { test } from "node:test";
import { initials } from "./initials.ts";

test("a person is known by the beginnings of the first and the last name", () => {
  const people = {
    "Olga Operator": "OO",
    vera: "V",
    "Ana María (support) López": "AL",
    "Visitor 12": "V1",
    "Ольга Иванова": "ОИ",
    "𠮷田": "𠮷", // a letter of two code units
    "  ": "",
  };
  for (const [name, letters] of Object.entries(people)) assert.equal(initials(name), letters);
});
