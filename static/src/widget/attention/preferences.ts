/** How the visitor wants to be told of news. Nothing is on before they have turned it on. */

import type { Kept } from "../keeping/kept.ts";

export interface Wishes {
  sound: boolean;
  notices: boolean;
}

const NOTHING: Wishes = { sound: false, notices: false };

export class Preferences {
  #wishes: Wishes | undefined; // of this page, where nothing may be kept

  constructor(
    private kept: Kept,
    private mayKeep: () => boolean,
  ) {}

  /** Another tab may have changed its mind. */
  get wishes(): Wishes {
    const kept = this.mayKeep() ? this.kept.read() : null;
    return kept === null ? (this.#wishes ?? NOTHING) : wishesIn(kept);
  }

  turn(wish: keyof Wishes, isOn: boolean): void {
    this.#wishes = { ...this.wishes, [wish]: isOn };
    if (this.mayKeep()) this.kept.write(JSON.stringify(this.#wishes));
  }
}

function wishesIn(kept: string): Wishes {
  try {
    const { sound, notices } = JSON.parse(kept) as Partial<Wishes>;
    return { sound: sound === true, notices: notices === true };
  } catch {
    return NOTHING; // somebody else has written there
  }
}
