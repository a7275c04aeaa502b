import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Keeps what one reads in its place while older messages come above it. Browsers that do so themselves do not at
 * the very top; where they have, nothing is left to be moved.
 */
export function useSteadiness(log: RefObject<HTMLElement | null>, since: number): void {
  const drawnSince = useRef(since);
  // Measured now, while the older messages are not there yet.
  const oldest = since === drawnSince.current ? undefined : log.current?.querySelector(OLDEST);
  const top = oldest?.getBoundingClientRect().top ?? 0;
  useLayoutEffect(() => {
    drawnSince.current = since;
    if (oldest && log.current) log.current.scrollTop += oldest.getBoundingClientRect().top - top;
  }, [since]);
}

const OLDEST = ".chat-message, .chat-notice";
