/** What is held of the visitor: all of it in one piece, or none of it any more. */

import type { Caller } from "../../chat/api.ts";
import { erase, held, type Held } from "../talks/api.ts";

const INDENT = 2;

export class Own {
  isErased = false;

  constructor(
    private caller: Caller,
    private erased: () => void,
  ) {}

  /** The messages come page by page. */
  async everything(): Promise<Held> {
    const all = await held(this.caller, 0);
    for (let last = all; last.has_more; ) {
      last = await held(this.caller, last.messages.at(-1)?.id ?? 0);
      all.messages.push(...last.messages);
    }
    return { ...all, has_more: false };
  }

  /** There, and then here. */
  async erase(): Promise<void> {
    await erase(this.caller);
    this.isErased = true;
    this.erased();
  }
}

/** As a file that people keep, and programs can read. */
export const fileOf = (all: Held): Blob => new Blob([JSON.stringify(all, null, INDENT)], { type: "application/json" });

/** The browser puts it among its downloads. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // some begin to read a moment later
}
