/**
 * What the server writes into the log of a conversation stands there in English. The sentences that
 * it is known to write are said in the language that is spoken here.
 */

import { en } from "./en.ts";
import { words } from "./words.ts";

const CLOSED = en.lines.closed("");

/** A visitor is told of themselves. */
export function line(written: string, isVisitors: boolean): string {
  if (written === en.lines.closedByVisitor) return isVisitors ? words.lines.closedByYou : words.lines.closedByVisitor;
  if (written.endsWith(CLOSED)) return words.lines.closed(written.slice(0, -CLOSED.length));
  if (written === en.lines.opened) return words.lines.opened;
  return written === en.lines.elsewhere ? words.lines.elsewhere : written;
}
