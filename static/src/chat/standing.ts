/** How a conversation stands: whether it goes on, and what its visitor thought of it. */

import type { Conversation } from "./message.ts";

export type Standing = Pick<Conversation, "status" | "rating" | "last_seq">;

export const justBegun: Standing = { status: "open", rating: null, last_seq: 0 };

/** To close and to open again are lines in the log, so whoever tells of a shorter log tells old news. */
export function newer(known: Standing, { status, rating = null, last_seq = 0 }: Partial<Standing>): Standing {
  return status === undefined || last_seq < known.last_seq ? known : { status, rating, last_seq };
}
