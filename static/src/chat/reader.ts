/** Tells how far one has read, once for each new message. */

import { sayingNewest } from "./newest.ts";

export class Reader {
  #told = 0;
  #tell: (seq: number) => void;

  constructor(tell: (seq: number) => Promise<unknown>) {
    this.#tell = sayingNewest(tell);
  }

  saw(seq: number): void {
    if (seq <= this.#told) return;
    this.#told = seq;
    this.#tell(seq);
  }
}
