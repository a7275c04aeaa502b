/** Lines in the browser's console that support and tests read; the contract promises their words. */

import type { NumberedPage } from "../chat/log.ts";
import type { FeedState, Log } from "../realtime/feed.ts";

/** The same log, telling what arrives by which road. */
export function traced(log: Log<NumberedPage>, isPolling: () => boolean): Log<NumberedPage> {
  return {
    ...log,
    take(page) {
      const news = page.messages.filter(({ seq }) => seq > log.cursor());
      if (isPolling()) for (const { message } of news) console.debug(`Polling: New message detected: ${message}`);
      log.take(page);
    },
    hear(event, data) {
      if (event === "ChatMessageReceived") console.debug("Real-time message received on admin:", data);
      log.hear(event, data);
    },
  };
}

export function traceTravel(before: FeedState | null, now: FeedState): void {
  if (now === "live") {
    console.debug("Real-time listener registered successfully");
    console.debug("Polling stopped - real-time connected");
  } else if (now !== "over" && (before === null || before === "live")) {
    console.debug("Starting polling fallback for new messages...");
  }
}
