/** Tells quietly how messages travel now. While all is well it takes a dot and one word. */

import type { FeedState } from "../realtime/feed.ts";

const words: Record<FeedState, string> = {
  connecting: "Connecting…",
  live: "Live",
  slow: "Slow mode: messages may take a few seconds",
  reconnecting: "Reconnecting…",
  over: "You cannot follow this conversation any more. Reload the page to go on.",
};

interface ConnectionStateProps {
  state: FeedState;
  /** Said instead, where more is known than the state. */
  hint?: string | undefined;
}

export function ConnectionState({ state, hint }: ConnectionStateProps) {
  return (
    <p class={`chat-connection ${state}`} role="status" data-state={state}>
      {hint || words[state]}
    </p>
  );
}
