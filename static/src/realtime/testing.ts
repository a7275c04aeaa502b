/** A clock that tests turn by hand, and a promise that they keep by hand. */

import { mock } from "node:test";

/** Turns the clock on, then lets everything happen that was waiting for it. */
export async function pass(ms: number): Promise<void> {
  mock.timers.tick(ms);
  await settled();
}

/** Not a mocked timer: after it all promises that could be kept have been. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

export function useFakeClock(): void {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
}

export const middle = () => 0.5; // no jitter at all
