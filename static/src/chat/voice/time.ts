/** How long a note is: as clocks show it, and as people say it in the language that is spoken. */

import { region } from "../../words/words.ts";

const SECOND_MS = 1_000;

export function shownLength(ms: number): string {
  const { minutes, seconds } = partsOf(ms);
  return `${minutes}:${String(seconds).padStart(2, "0")}`;
}

export function spokenLength(ms: number): string {
  const { minutes, seconds } = partsOf(ms);
  const said = [...(minutes > 0 ? [inWords(minutes, "minute")] : []), inWords(seconds, "second")];
  return new Intl.ListFormat(region(), { type: "unit" }).format(said);
}

const inWords = (count: number, unit: "minute" | "second"): string =>
  new Intl.NumberFormat(region(), { style: "unit", unit, unitDisplay: "long" }).format(count);

function partsOf(ms: number): { minutes: number; seconds: number } {
  const whole = Math.floor(ms / SECOND_MS);
  return { minutes: Math.floor(whole / 60), seconds: whole % 60 };
}
