/** What the visitor is writing: it outlives the panel's closing and, in the same tab, the page. */

import type { Kept } from "./kept.ts";
import { isOfAnother, signedIn, type Writer } from "./writer.ts";

export class Draft {
  #text = "";
  #author = "";

  constructor(
    private kept: Kept,
    private writer: Writer,
  ) {
    const found = signedIn<{ text: string }>(kept.read());
    if (!found || found.token !== writer.token()) return;
    this.#text = String(found.text);
    this.#author = found.writer;
  }

  read(): string {
    return this.#text;
  }

  write(text: string): void {
    this.#text = text;
    this.#author = this.writer.name();
    const token = this.writer.token();
    if (text === "" || token === null) this.kept.remove();
    else this.kept.write(JSON.stringify({ text, token, writer: this.#author }));
  }

  /** Says whether there was something that the one who writes now shall not see. */
  dropOthers(): boolean {
    const isOthers = this.#text !== "" && isOfAnother(this.#author, this.writer.name());
    if (isOthers) this.write("");
    return isOthers;
  }
}
