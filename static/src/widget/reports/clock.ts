/**
 * How far the server's clock is ahead of the browser's, as far as that is known. A moment that the
 * server tells lies between our asking and its answer, so each answer leaves less to doubt.
 */

/** The server's moment, and ours before and after it, in milliseconds. */
export interface Telling {
  toldAt: number;
  askedAt: number;
  answeredAt: number;
}

export class Clock {
  #least = -Infinity;
  #most = Infinity;

  hear({ toldAt, askedAt, answeredAt }: Telling): void {
    const least = toldAt - answeredAt;
    const most = toldAt - askedAt;
    const isSetAnew = least > this.#most || most < this.#least; // somebody has moved a clock's hands
    this.#least = isSetAnew ? least : Math.max(this.#least, least);
    this.#most = isSetAnew ? most : Math.min(this.#most, most);
  }

  /** In milliseconds; nothing before the first answer. */
  get ahead(): number | undefined {
    return Number.isFinite(this.doubt) ? (this.#least + this.#most) / 2 : undefined;
  }

  /** By how much `ahead` may be wrong, either way. */
  get doubt(): number {
    return (this.#most - this.#least) / 2;
  }
}
