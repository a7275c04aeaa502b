/** Does it again, later and later, while what went wrong may pass. */

import { growing, jittered } from "../realtime/delays.ts";
import { ApiError } from "./api.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 8_000;

export interface Patience {
  /** Asked after each failure, with the number of failures so far and the last one. */
  mayGoOn: (failures: number, last: ApiError) => boolean;
  pause?: (ms: number) => Promise<void>;
}

export async function insist<Result>(act: () => Promise<Result>, patience: Patience): Promise<Result> {
  const { mayGoOn, pause = sleep } = patience;
  for (let failures = 1; ; failures += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isPassing || !mayGoOn(failures, error)) throw error;
      const delay = jittered(growing(FIRST_MS, failures - 1, LONGEST_MS), Math.random);
      await pause(Math.max(delay, error.retryAfterMs));
    }
  }
}

export const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
