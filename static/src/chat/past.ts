/** Reads what was said before the messages that are shown, page by page, whenever the reader wants more of it. */

import type { Page } from "./message.ts";
import type { ChatEvent } from "./events.ts";
import type { Store } from "./store.ts";

/** One page at a time, so nothing is read twice. Until the answer is called: what comes later counts no more. */
export function readPast(store: Store, read: (before: number) => Promise<Page>): () => void {
  let isReading = false;
  let isLeft = false;

  async function readOn(before: number): Promise<void> {
    isReading = true;
    const event = await read(before).then(
      (page): ChatEvent => ({ name: "OlderRead", data: { ...page, before } }),
      (): ChatEvent => ({ name: "OlderFailed" }),
    );
    isReading = false;
    if (!isLeft) store.dispatch(event);
  }

  const stop = store.subscribe(() => {
    if (store.state.past === "wanted" && !isReading) void readOn(store.state.since);
  });
  return () => {
    isLeft = true;
    stop();
  };
}
