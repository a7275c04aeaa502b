import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, parsed, TEXT, THEMES } from "../widget/colours.ts";
import { notesOn } from "./notes.ts";

const notes = (accent: string, header = "#007081") => notesOn({ accent, header }).join(" ");

test("a colour that is too light on white is said to be darkened, to one that can be read", () => {
  const said = notes("#ffcc00");

  const [, told] = /darkened to (#[0-9a-f]{6})/.exec(said) ?? [];
  assert.ok(contrast(parsed(told) ?? [255, 255, 255], THEMES.light.surface) >= TEXT, said);
  assert.doesNotMatch(said, /lightened/);
  assert.match(said, /fills, text is black/);
});

test("a colour that is too dark in the dark is said to be lightened", () => {
  assert.match(notes("#330066"), /lightened to #/);
  assert.doesNotMatch(notes("#330066"), /darkened/);
});

test("a colour is said to be changed where it is changed, and nowhere else", () => {
  assert.match(notes("#007081"), /In the dark, .* are lightened/);
  assert.doesNotMatch(notes("#007081"), /On white/);
});

test("what stands on the header is told, too", () => {
  assert.match(notes("#007081", "#ffffff"), /on the header it is black/);
  assert.match(notes("#007081", "#000000"), /on the header it is white/);
});

test("what is no colour is said to be none", () => {
  assert.match(notes("red"), /six hex digits/);
});
