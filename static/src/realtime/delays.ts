/**
 * How long to wait. Always with jitter: a thousand pages that lost the same server must
 * not come back in the same instant.
 */

export type Random = () => number;

const GROWTH = 1.6;

/** `ms`, give or take a share of it. */
export const jittered = (ms: number, random: Random, share = 0.5): number =>
  ms * (1 - share + 2 * share * random());

/** `first` before the first repetition, longer before each further one, never above `limit`. */
export const growing = (first: number, repetition: number, limit: number): number =>
  Math.min(limit, first * GROWTH ** repetition);
