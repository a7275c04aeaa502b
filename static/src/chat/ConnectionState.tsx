/** Tells quietly how messages travel now. While all is well it takes a dot and one word. */

import type { FeedState } from "../realtime/feed.ts";

const words: Record<FeedState, string> = {
  connecting: "Connecting…",
  live: "Live",
  slow: "Slow mode: messages may take a few seconds",
  reconnecting: "Reconnecting…",
};

export function ConnectionState({ state }: { state: FeedState }) {
  return (
    <p class={`chat-connection ${state}`} role="status" data-state={state}>
      {words[state]}
    </p>
  );
}
