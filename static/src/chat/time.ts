/** Unix seconds as the reader's clock and calendar show them, in the language that is spoken and in their zone. */

import { region, words } from "../words/words.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const FORMS = {
  clock: { hour: "2-digit", minute: "2-digit" },
  moment: { dateStyle: "full", timeStyle: "short" },
  date: { dateStyle: "full" },
  brief: { dateStyle: "medium" },
} as const;

export const clock = (timestamp: number): string => written("clock", timestamp * 1000);

export const fullDate = (timestamp: number): string => written("moment", timestamp * 1000);

/** Today's by the clock, others by their day. */
export const brief = (timestamp: number): string =>
  dayOf(timestamp) === dayOf(Date.now() / 1000) ? clock(timestamp) : written("brief", timestamp * 1000);

/** When its day began. */
export const dayOf = (timestamp: number): number => new Date(timestamp * 1000).setHours(0, 0, 0, 0);

export function dayName(day: number, now: number = Date.now()): string {
  // Rounded: where clocks are changed, a day has an hour more or less.
  const daysAgo = Math.round((dayOf(now / 1000) - day) / DAY_MS);
  return [words.log.today, words.log.yesterday][daysAgo] ?? written("date", day);
}

const writers = new Map<string, Intl.DateTimeFormat>(); // to make one is slow, and a log has many times

function written(form: keyof typeof FORMS, ms: number): string {
  const key = `${form} ${region()}`;
  const writer = writers.get(key) ?? new Intl.DateTimeFormat(region(), FORMS[form]);
  writers.set(key, writer);
  return writer.format(ms);
}
