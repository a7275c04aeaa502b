/** The log in stretches that stay the same while it grows at both ends: so most of it need not be drawn again. */

import type { Message } from "../message.ts";

const LENGTH = 32; // numbers

export interface Stretch {
  key: number;
  messages: Message[];
}

/** The last one is that of the next message, and so of what is on its way: it stays there when it has come. */
export function stretchesOf(messages: Message[]): Stretch[] {
  const stretches: Stretch[] = [];
  const stretchAt = (seq: number): Stretch => {
    const key = Math.floor(seq / LENGTH);
    const last = stretches.at(-1);
    if (last?.key === key) return last;
    const begun: Stretch = { key, messages: [] };
    stretches.push(begun);
    return begun;
  };
  for (const message of messages) stretchAt(message.seq).messages.push(message);
  stretchAt((messages.at(-1)?.seq ?? 0) + 1);
  return stretches;
}
