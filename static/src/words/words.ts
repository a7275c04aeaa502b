/**
 * What we say to people, in the language that is spoken now. English is there from the beginning;
 * another language is loaded, and then everything is said in it.
 */

import { en } from "./en.ts";
import type { Refusals } from "./refusals.ts";

/** English decides what there is to be said. */
type Said = typeof en;

/** Every other language says all of it, and what the server says in English besides. */
export type Words = Said & { refusals: Refusals };

export let words: Said & Partial<Words> = en;
export let language = "en";

export function speak(spoken: string, said: Said = en): void {
  language = spoken;
  words = said;
}

/** Of the reader's own region where they speak this language, so that clocks and dates look as they know them. */
export const region = (known: readonly string[] = globalThis.navigator?.languages ?? []): string =>
  known.find((one) => one.toLowerCase().split("-")[0] === language.split("-")[0]) ?? language;
