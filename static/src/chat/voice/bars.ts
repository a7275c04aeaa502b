/** How loud a note is when, in as many bars as there is room for. */

/** Of loudness from 0 to 100. The loudest moment of each bar counts: people hear that one. */
export function barsOf(loudness: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: count }, (_, bar) => {
    const start = Math.floor((bar * loudness.length) / count);
    const end = Math.max(Math.floor(((bar + 1) * loudness.length) / count), start + 1);
    let top = 0;
    for (let at = start; at < Math.min(end, loudness.length); at += 1) top = Math.max(top, Math.abs(loudness[at]!));
    return top;
  });
}

/** The loudest bar is 100, as the server does it: people speak up or stand away. */
export function evened(bars: number[]): number[] {
  const top = Math.max(...bars);
  return bars.map((bar) => (top > 0 ? Math.round((bar / top) * 100) : 0));
}
