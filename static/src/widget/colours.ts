/**
 * From a site's colour to colours that can be read: a site may choose any, and its choice is
 * kept where something is filled with it; as text and as a line it is darkened or lightened
 * until it stands out. Pure; contrast as WCAG 2 measures it.
 */

export type Colour = readonly [red: number, green: number, blue: number]; // 0 to 255

/** The same colour in two roles, by the theme of the surface it stands on. */
export interface Shades {
  accent: Colour; // as text, as a line, around what has the focus
  strong: Colour; // the same, for those who ask for more contrast
  soft: Colour; // behind our text
}

export const TEXT = 4.5;
export const TEXT_FOR_MORE = 7;
const STEPS = 50;
const SOFT = 0.1;
const HOVER = 0.15;
const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

/** What `--surface` and `--sunken` are in each theme; text moves away from them to `ink`. */
export const THEMES = {
  light: { surface: WHITE, sunken: [237, 242, 243], ink: BLACK },
  dark: { surface: [18, 27, 30], sunken: [7, 13, 16], ink: WHITE },
} as const satisfies Record<string, Record<string, Colour>>;

/** `#rrggbb`, or nothing: then it is no colour of ours. */
export function parsed(hex: unknown): Colour | null {
  if (typeof hex !== "string" || !/^#[0-9a-f]{6}$/i.test(hex)) return null;
  const number = parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

export const written = (colour: Colour): string => `rgb(${colour.join(" ")})`;

export function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white: one of them always has 4.58 or more. */
export const textOn = (fill: Colour): Colour =>
  contrast(fill, WHITE) >= contrast(fill, BLACK) ? WHITE : BLACK;

/** The fill under a pointer: a little away from its text, so that it stays as legible. */
export const pressed = (fill: Colour): Colour => mixed(fill, textOn(fill) === WHITE ? BLACK : WHITE, HOVER);

export function shades(colour: Colour, { surface, sunken, ink }: (typeof THEMES)[keyof typeof THEMES]): Shades {
  const soft = mixed(surface, colour, SOFT);
  const accent = legible(colour, ink, [surface, sunken, soft], TEXT);
  const strong = legible(pressedTo(accent, ink), ink, [surface, sunken, soft], TEXT_FOR_MORE);
  return { accent, strong, soft };
}

const pressedTo = (colour: Colour, ink: Colour): Colour => mixed(colour, ink, HOVER);

/** Only as far towards the ink as is needed. */
function legible(colour: Colour, ink: Colour, surfaces: readonly Colour[], ratio: number): Colour {
  for (let step = 0; step < STEPS; step += 1) {
    const tried = mixed(colour, ink, step / STEPS);
    if (surfaces.every((surface) => contrast(tried, surface) >= ratio)) return tried;
  }
  return ink;
}

function mixed(one: Colour, other: Colour, share: number): Colour {
  const [red, green, blue] = one.map((value, at) => Math.round(value + ((other[at] ?? 0) - value) * share));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => linear(value / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
