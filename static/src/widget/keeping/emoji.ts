/** The emoji that a visitor has used last, beside their token, and only where that may be kept. */

import { Recent } from "../../chat/emoji/recent.ts";
import { keptFor } from "./kept.ts";

export function recentOf(site: string, mayKeep: () => boolean): Recent {
  const kept = keptFor("emoji", site);
  return new Recent({
    read: () => (mayKeep() ? kept.read() : null),
    write: (text) => mayKeep() && kept.write(text),
  });
}
