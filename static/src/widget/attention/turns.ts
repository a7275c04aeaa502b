/**
 * Of several tabs on one site one alone tells of a message: the first that asks for its turn, and
 * those that the visitor sees ask first. A turn is held until the slowest of the others has asked, too.
 */

import { sleep } from "../../chat/insist.ts";

const HELD_MS = 20_000; // a hidden tab without a socket hears of it as late as that

/** Where there are no locks, as on pages without TLS, each tab has its turn. */
export function takeTurn(name: string): Promise<boolean> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return Promise.resolve(true);
  return new Promise((tell) => {
    const held = locks.request(name, { ifAvailable: true }, (lock) => {
      tell(lock !== null);
      return lock ? sleep(HELD_MS) : undefined;
    });
    held.catch(() => tell(true)); // a page in a sandbox may not have any
  });
}
