/** The time in which the server does not answer, and what a person is told of it. */

import type { ApiError } from "../chat/api.ts";
import { words } from "../words/words.ts";

const MANY = 5; // about ten seconds

export class Silence {
  isNow = false;
  #attempts = 0; // in a row without any answer, though the browser has a network
  #slowDown = ""; // the server's words, when too much is asked of it

  goesOn({ status, message }: ApiError): void {
    this.isNow = true;
    this.#slowDown = status === 429 ? message : "";
    this.#attempts = status === 0 && navigator.onLine ? this.#attempts + 1 : 0;
  }

  /** There is an answer: what was in its way counts no more. */
  ends(): void {
    this.isNow = false;
    this.#attempts = 0;
    this.#slowDown = "";
  }

  /**
   * Browsers do not tell a page that our server refuses its origin: it looks like no answer.
   * So that may be why, and we go on asking.
   */
  get hint(): string {
    if (this.#attempts < MANY) return this.#slowDown;
    return words.travel.unreachable(location.origin);
  }
}
