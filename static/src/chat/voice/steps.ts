/** Where the keys of a slider go in a sound; undefined: a key that is no business of it. */

const STEP_MS = 1_000;
const LEAP_MS = 10_000;

export function steppedTo(key: string, positionMs: number, durationMs: number): number | undefined {
  const to: Record<string, number> = {
    ArrowRight: positionMs + STEP_MS,
    ArrowUp: positionMs + STEP_MS,
    ArrowLeft: positionMs - STEP_MS,
    ArrowDown: positionMs - STEP_MS,
    PageUp: positionMs + LEAP_MS,
    PageDown: positionMs - LEAP_MS,
    Home: 0,
    End: durationMs,
  };
  const wanted = to[key];
  return wanted === undefined ? undefined : Math.min(Math.max(wanted, 0), durationMs);
}
