/**
 * How a site wants its widget: where it stands, its colours and its language. The last known looks are kept
 * beside the visitor's token, so that at the next page nothing jumps before the site is asked.
 */

import { type Colour, parsed, pressed, type Shades, shades, textOn, THEMES, written } from "./colours.ts";

export interface Looks {
  position: "left" | "right";
  colours: { accent: string; header: string };
  language: string; // of its texts
}

const OUR_COLOUR: Colour = [0, 112, 129];
const OURS: Looks = { position: "right", colours: { accent: "", header: "" }, language: "" };

export function recalled(site: string): Looks {
  try {
    return looksOf(JSON.parse(localStorage.getItem(keyOf(site)) ?? "null"));
  } catch {
    return OURS; // storage is forbidden, or somebody else has written there
  }
}

export function remember(site: string, { position, colours, language }: Looks): void {
  try {
    localStorage.setItem(keyOf(site), JSON.stringify({ position, colours, language }));
  } catch {
    // Then it is asked for at each page.
  }
}

/** As properties of the host element, which the styles build upon. */
export function dress(host: HTMLElement, { position, colours }: Omit<Looks, "language">): void {
  host.dataset["position"] = position === "left" ? "left" : "right";
  for (const [name, value] of Object.entries(properties(colours))) host.style.setProperty(`--site-${name}`, value);
}

export function properties(colours: Looks["colours"]): Record<string, string> {
  const fill = parsed(colours.accent) ?? OUR_COLOUR;
  const header = parsed(colours.header) ?? OUR_COLOUR;
  const light = shades(fill, THEMES.light);
  const dark = shades(fill, THEMES.dark);
  const both = (choose: (shades: Shades) => Colour) => `light-dark(${written(choose(light))}, ${written(choose(dark))})`;
  return {
    fill: written(fill),
    "fill-strong": written(pressed(fill)),
    "on-fill": written(textOn(fill)),
    header: written(header),
    "on-header": written(textOn(header)),
    accent: both(({ accent }) => accent),
    "accent-strong": both(({ strong }) => strong),
    "accent-soft": both(({ soft }) => soft),
    "on-accent": both(({ accent }) => textOn(accent)),
  };
}

const keyOf = (site: string) => `smartlink-looks-${site}`;

function looksOf(kept: Partial<Looks> | null): Looks {
  return {
    position: kept?.position ?? OURS.position,
    colours: kept?.colours ?? OURS.colours,
    language: String(kept?.language ?? OURS.language),
  };
}
