import assert from "node:assert/strict";
import { test } from "node:test";
import { type Colour, contrast, parsed, pressed, shades, TEXT, TEXT_FOR_MORE, textOn, THEMES } from "./colours.ts";

const OUR_TEXT: Record<string, Colour> = { light: [21, 33, 38], dark: [231, 236, 237] };

/** Numbers that look random and are the same in each run (mulberry32). */
function* randomBytes(seed: number) {
  for (;;) {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    yield (mixed ^ (mixed >>> 14)) & 255;
  }
}

/** The corners and the greys, where it is hardest, and many others. */
function colours(): Colour[] {
  const bytes = randomBytes(7);
  const next = (): number => bytes.next().value ?? 0;
  const corners = [0, 255].flatMap((r) => [0, 255].flatMap((g) => [0, 255].map((b): Colour => [r, g, b])));
  const greys = Array.from({ length: 256 }, (_, grey): Colour => [grey, grey, grey]);
  const others = Array.from({ length: 3_000 }, (): Colour => [next(), next(), next()]);
  return [...corners, ...greys, ...others];
}

const holds = (ratio: number, one: Colour, other: Colour) =>
  assert.ok(contrast(one, other) >= ratio, `${one} on ${other}: ${contrast(one, other)}`);

test("contrast is measured as WCAG does", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), "4.48");
});

test("text on any colour can be read, under a pointer, too", () => {
  for (const fill of colours()) {
    holds(TEXT, textOn(fill), fill);
    holds(contrast(textOn(fill), fill), textOn(fill), pressed(fill));
  }
});

test("any accent can be read on every surface of its theme, and stands out more for who asks for more", () => {
  for (const [name, theme] of Object.entries(THEMES)) {
    for (const colour of colours()) {
      const { accent, strong, soft } = shades(colour, theme);
      for (const surface of [theme.surface, theme.sunken, soft]) {
        holds(TEXT, accent, surface);
        holds(TEXT_FOR_MORE, strong, surface);
      }
      holds(TEXT_FOR_MORE, OUR_TEXT[name] ?? soft, soft);
    }
  }
});

test("text on an accent can be read on its stronger shade, too", () => {
  for (const theme of Object.values(THEMES)) {
    for (const colour of colours()) {
      const { accent, strong } = shades(colour, theme);
      holds(TEXT, textOn(accent), accent);
      holds(TEXT, textOn(accent), strong);
    }
  }
});

test("a colour that can be read already is left as it is", () => {
  assert.deepEqual(shades([0, 112, 129], THEMES.light).accent, [0, 112, 129]);
});

test("what is no colour is none", () => {
  assert.deepEqual(parsed("#00Ff7f"), [0, 255, 127]);
  for (const wrong of ["", "#fff", "red", "#00ff7g", "#00ff7f; color: red", 7, null, undefined]) {
    assert.equal(parsed(wrong), null);
  }
});
