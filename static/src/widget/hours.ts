/** Whether somebody is there, as the head says it, in the visitor's own zone and language. */

import { region, words } from "../words/words.ts";
import type { Hours, Site, Span } from "../chat/site.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The page may stay longer than the answer it got: what it shows follows the clock. */
export function isOpenAt(hours: Hours, at: Date): boolean {
  const local = localOf(at, hours.timezone);
  if (!local) return hours.is_open;
  return spansOf(hours, local.date).some(({ opens, closes }) => opens <= local.clock && local.clock < endOf(closes));
}

/** `timeZone` is the visitor's; undefined is what the browser has. */
export function presence(hours: Hours, at: Date, timeZone?: string): string {
  if (isOpenAt(hours, at)) return words.panel.here;
  const opening = hours.next_opening ? new Date(hours.next_opening) : null;
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

function spansOf({ week, special }: Hours, date: string): Omit<Span, "weekday">[] {
  const today = special.filter((day) => day.date === date);
  if (today.length > 0) return today.flatMap(({ opens, closes }) => (opens && closes ? [{ opens, closes }] : []));
  if (week.length === 0) return [{ opens: "00:00", closes: "00:00" }];
  return week.filter(({ weekday }) => weekday === weekdayOf(date));
}

const endOf = (closes: string): string => (closes === "00:00" ? "24:00" : closes);

/** Monday is 0. */
const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

/** Swedes write "2026-11-22 09:00". A zone that an old browser does not know has no clock. */
function localOf(at: Date, timeZone: string): { date: string; clock: string } | null {
  try {
    const form = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
    const [date = "", clock = ""] = form.format(at).split(" ");
    return { date, clock };
  } catch {
    return null;
  }
}
