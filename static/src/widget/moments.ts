/**
 * Clocks on a wall, and the moments they stand for, as our server reckons them: the first moment at
 * which a zone's clock shows a time. Where it is put forward over that time, the moment of putting it forward.
 */

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000; // to which clocks are put forward and back

/** "2026-11-22" and "09:00" on the clocks of `zone`. Null in a zone that an old browser does not know. */
export function moment(date: string, clock: string, zone: string): number | null {
  const shown = Date.parse(`${date}T${clock}Z`); // as if it were said in UTC
  const before = offsetAt(shown - DAY_MS, zone);
  const after = offsetAt(shown + DAY_MS, zone);
  if (before === null || after === null) return null;
  const earlier = shown - Math.max(before, after);
  const later = shown - Math.min(before, after);
  const showsIt = (at: number) => at + (offsetAt(at, zone) ?? 0) === shown;
  return [earlier, later].find(showsIt) ?? firstBeyond(shown, earlier, later, zone);
}

/** The date that a zone's calendar shows. */
export function dateAt(at: number, zone: string): string | null {
  const offset = offsetAt(at, zone);
  return offset === null ? null : dated(at + offset);
}

export const daysAfter = (date: string, days: number): string => dated(Date.parse(date) + days * DAY_MS);

/** Monday is 0. */
export const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

const dated = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Nobody ever reads this time: between the two the clock is put forward. */
function firstBeyond(shown: number, from: number, to: number, zone: string): number {
  let [low, high] = [from, to];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
    if (middle + (offsetAt(middle, zone) ?? 0) < shown) low = middle;
    else high = middle;
  }
  return high;
}

/** How far the zone's clock is ahead of UTC then, in milliseconds. */
function offsetAt(at: number, zone: string): number | null {
  const form = formOf(zone);
  if (!form) return null;
  // Swedes write "2026-11-22 09:00:00".
  return Date.parse(`${form.format(at).replace(" ", "T")}Z`) - Math.floor(at / 1000) * 1000;
}

const forms = new Map<string, Intl.DateTimeFormat | null>(); // to make one is slow

function formOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = forms.get(timeZone);
  if (known !== undefined) return known;
  const form = made(timeZone);
  forms.set(timeZone, form);
  return form;
}

function made(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  } catch {
    return null;
  }
}
