/** What the page has said of its visitor: it goes along whenever a session begins. */

import type { Identity } from "../chat/api.ts";

export interface Told {
  identity?: Identity | undefined;
  /** Whether they agree that something of them is stored; absent while nobody has said. */
  consent?: boolean;
}
