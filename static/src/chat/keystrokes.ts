/** Tells the others that one writes: at once, again while it goes on, and when it has ended. Never what. */

import { sayingNewest } from "./newest.ts";

const AGAIN_MS = 4_000; // the server forgets it after 6 s
const PAUSE_MS = 4_000; // after the last key

export class Keystrokes {
  #isTyping = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #end: ReturnType<typeof setTimeout> | undefined;
  #tell: (isTyping: boolean) => void;

  constructor(tell: (isTyping: boolean) => Promise<unknown>) {
    this.#tell = sayingNewest(tell);
  }

  typed(): void {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.ended(), PAUSE_MS);
    if (!this.#isTyping) this.#goOn();
  }

  ended(): void {
    if (!this.#isTyping) return;
    this.#isTyping = false;
    clearTimeout(this.#again);
    clearTimeout(this.#end);
    this.#tell(false);
  }

  #goOn(): void {
    this.#isTyping = true;
    this.#again = setTimeout(() => this.#goOn(), AGAIN_MS);
    this.#tell(true);
  }
}
