/** How a conversation stands: whether it goes on, who answers, and what its visitor thought of it. */

import type { Conversation } from "./message.ts";

export type Standing = Pick<Conversation, "status" | "operator" | "rating" | "last_seq">;

export const justBegun: Standing = { status: "open", operator: null, rating: null, last_seq: 0 };

/** To close and to open again are lines in the log, so whoever tells of a shorter log tells old news. */
export function newer(known: Standing, { status, operator = null, rating = null, last_seq = 0 }: Partial<Standing>): Standing {
  return status === undefined || last_seq < known.last_seq ? known : { status, operator, rating, last_seq };
}
