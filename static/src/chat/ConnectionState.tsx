/** Tells quietly how messages travel now. While all is well it takes a dot and one word. */

import type { FeedState } from "../realtime/feed.ts";
import { words } from "../words/words.ts";

interface ConnectionStateProps {
  state: FeedState;
  /** Said instead, where more is known than the state. */
  hint?: string | undefined;
}

export function ConnectionState({ state, hint }: ConnectionStateProps) {
  return (
    <p class={`chat-connection ${state}`} role="status" data-state={state}>
      {hint || words.travel[state]}
    </p>
  );
}
