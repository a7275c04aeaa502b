/** The time in which the server does not answer as it should, and what a person is told of it. */

import { ApiError } from "../chat/api.ts";
import { words } from "../words/words.ts";

const MANY = 5; // about ten seconds

export class Silence {
  isNow = false;
  #attempts = 0; // in a row without any answer, though the browser has a network
  #wasAnswered = false;
  #reason = ""; // why it does not go on, where that is known

  constructor(private changed: () => void = () => {}) {}

  /** Notes whether what is asked is answered. */
  async around<Answer>(asked: Promise<Answer>): Promise<Answer> {
    try {
      const answer = await asked;
      this.ends();
      return answer;
    } catch (error) {
      if (error instanceof ApiError && error.isPassing) this.goesOn(error);
      throw error;
    }
  }

  goesOn(error: ApiError): void {
    this.isNow = true;
    this.#reason = reasonOf(error);
    this.#attempts = error.status === 0 && navigator.onLine ? this.#attempts + 1 : 0;
    this.changed();
  }

  /** There is an answer: what was in its way counts no more. */
  ends(): void {
    this.isNow = false;
    this.#attempts = 0;
    this.#wasAnswered = true;
    this.#reason = "";
  }

  /**
   * Browsers do not tell a page that our server refuses its origin: it looks like no answer.
   * So that may be why as long as there was none, and we go on asking.
   */
  get hint(): string {
    if (this.#wasAnswered || this.#attempts < MANY) return this.#reason;
    return words.travel.unreachable(location.origin);
  }
}

/** Too much is asked of it, or somebody works on it: then a proxy may answer in its place. */
function reasonOf({ status, message }: ApiError): string {
  if (status === 429) return message;
  return status >= 502 ? words.problems.maintenance : "";
}
