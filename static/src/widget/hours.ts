/** Whether somebody is there, as the head says it, in the visitor's own zone and language. */

import { region, words } from "../words/words.ts";
import type { Hours, Site, Span } from "../chat/site.ts";
import { dateAt, daysAfter, moment, weekdayOf } from "./moments.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_LOOKED_AHEAD = 400; // as our server does

/** The page may stay longer than the answer it got: what it shows follows the clock. */
export function isOpenAt(hours: Hours, at: Date): boolean {
  const today = dateAt(at.getTime(), hours.timezone);
  if (today === null) return hours.is_open;
  return spansOf(hours, today).some(({ opens, closes }) => opens <= at.getTime() && at.getTime() < closes);
}

/** Null when it will not open for a year. Where the browser does not know the zone, the server's word stands. */
export function nextOpening(hours: Hours, at: Date): Date | null {
  const today = dateAt(at.getTime(), hours.timezone);
  if (today === null) return hours.next_opening === null ? null : new Date(hours.next_opening);
  for (let ahead = 0; ahead < DAYS_LOOKED_AHEAD; ahead += 1) {
    const opening = spansOf(hours, daysAfter(today, ahead)).find(({ opens }) => opens > at.getTime());
    if (opening) return new Date(opening.opens);
  }
  return null;
}

/** `timeZone` is the visitor's; undefined is what the browser has. */
export function presence(hours: Hours, at: Date, timeZone?: string): string {
  if (isOpenAt(hours, at)) return words.panel.here;
  const opening = nextOpening(hours, at);
  if (!opening || !(opening > at)) return words.panel.away;
  return whenOf(opening, at, timeZone);
}

/** What stands where there are no messages yet. */
export function greeting({ texts, hours }: Site, at: Date): string {
  return isOpenAt(hours, at) ? texts.greeting : `${texts.greeting}\n\n${texts.away}`;
}

/** Within a week the weekday says it; later the date has to. */
function whenOf(opening: Date, at: Date, timeZone?: string): string {
  const isNear = opening.getTime() - at.getTime() < 6 * DAY_MS;
  const day = isNear ? { weekday: "long" as const } : { day: "numeric" as const, month: "long" as const };
  const clock = { hour: "2-digit" as const, minute: "2-digit" as const };
  const zone = timeZone ? { timeZone } : {};
  const said = (form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region(), { ...form, ...zone }).format(opening);
  return words.panel.back(said(day), said(clock));
}

/** The moments between which it is open on that day, the earliest first. */
function spansOf(hours: Hours, date: string): { opens: number; closes: number }[] {
  const spans = clocksOf(hours, date).flatMap(({ opens, closes }) => {
    const opening = moment(date, opens, hours.timezone);
    // Midnight is the end of the day.
    const closing = moment(closes === "00:00" ? daysAfter(date, 1) : date, closes, hours.timezone);
    // All of it may be lost to summer time.
    return opening !== null && closing !== null && opening < closing ? [{ opens: opening, closes: closing }] : [];
  });
  return spans.sort((a, b) => a.opens - b.opens);
}

function clocksOf({ week, special }: Hours, date: string): Omit<Span, "weekday">[] {
  const today = special.filter((day) => day.date === date);
  if (today.length > 0) return today.flatMap(({ opens, closes }) => (opens && closes ? [{ opens, closes }] : []));
  if (week.length === 0) return [{ opens: "00:00", closes: "00:00" }];
  return week.filter(({ weekday }) => weekday === weekdayOf(date));
}
