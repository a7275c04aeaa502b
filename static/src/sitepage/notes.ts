/**
 * In words: where the widget does not take a site's colour as it is, because nobody could read it.
 * There is no colour that can be read on white and in the dark alike. Pure.
 */

import { type Colour, parsed, shades, textOn, THEMES } from "../widget/colours.ts";
import type { Looks } from "../widget/looks.ts";

export function notesOn({ accent, header }: Looks["colours"]): string[] {
  const [fill, top] = [parsed(accent), parsed(header)];
  if (!fill || !top) return ["A colour is written with six hex digits after a #, like #007081."];
  const light = hex(shades(fill, THEMES.light).accent);
  const dark = hex(shades(fill, THEMES.dark).accent);
  return [
    ...(light === hex(fill) ? [] : [`On white, text and lines in the accent colour are darkened to ${light}, to be legible.`]),
    ...(dark === hex(fill) ? [] : [`In the dark, text and lines in the accent colour are lightened to ${dark}, to be legible.`]),
    `On what the accent colour fills, text is ${ink(fill)}; on the header it is ${ink(top)}.`,
  ];
}

const ink = (fill: Colour): string => (textOn(fill)[0] === 0 ? "black" : "white");

const hex = (colour: Colour): string => `#${colour.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
