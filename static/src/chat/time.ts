/** Unix seconds as the reader's clock and calendar show them, in their language and zone. */

const DAY_MS = 24 * 60 * 60 * 1000;

const hoursAndMinutes = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

export const clock = (timestamp: number): string => hoursAndMinutes.format(timestamp * 1000);

export const fullDate = (timestamp: number): string => dateAndTime.format(timestamp * 1000);

/** When its day began. */
export const dayOf = (timestamp: number): number => new Date(timestamp * 1000).setHours(0, 0, 0, 0);

export function dayName(day: number, now: number = Date.now()): string {
  // Rounded: where clocks are changed, a day has an hour more or less.
  const daysAgo = Math.round((dayOf(now / 1000) - day) / DAY_MS);
  return ["Today", "Yesterday"][daysAgo] ?? date.format(day);
}
