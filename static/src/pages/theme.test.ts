import assert from "node:assert/strict";
import { test } from "node:test";
import { opposite, parse, recall, show } from "./theme.ts";

test("a choice is read as the operators' pages write it", () => {
  assert.equal(parse('"dark"'), "dark");
  assert.equal(parse('"light"'), "light");
});

test("anything else means: as the system says", () => {
  for (const stored of [null, '"auto"', "dark", "{}"]) assert.equal(parse(stored), "auto");
});

test("the switch leads to the theme that is not seen now", () => {
  assert.equal(opposite("dark", false), "light");
  assert.equal(opposite("light", true), "dark");
  assert.equal(opposite("auto", true), "light");
  assert.equal(opposite("auto", false), "dark");
});

test("auto leaves the page to the system", () => {
  const root = { dataset: { theme: "dark" } };

  show("auto", root as unknown as HTMLElement);

  assert.deepEqual(root.dataset, {});
});

test("a browser that forbids storage gets the system's theme", () => {
  assert.equal(recall(), "auto"); // node has no localStorage: the same exception
});
