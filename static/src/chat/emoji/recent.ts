/** The emoji that somebody has used, the newest first. Kept over visits where that is allowed, else for this page. */

import { COLUMNS } from "./grid.ts";

/** Reads null and writes nothing where nothing may be kept. */
export interface Memory {
  read(): string | null;
  write(text: string): void;
}

const MOST = 2 * COLUMNS;

export class Recent {
  #used: readonly string[] = [];

  constructor(private memory?: Memory) {}

  get used(): readonly string[] {
    const kept = this.memory?.read();
    return kept ? kept.split(" ").filter(Boolean).slice(0, MOST) : this.#used;
  }

  use(emoji: string): void {
    this.#used = [emoji, ...this.used.filter((other) => other !== emoji)].slice(0, MOST);
    this.memory?.write(this.#used.join(" "));
  }
}
