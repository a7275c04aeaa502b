import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** What goes while it has the focus leaves it to the log around it: else keys would no longer reach us. */
export function useFocusKept(going: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = going.current;
    const log = element?.closest<HTMLElement>("[role=log]");
    return () => {
      if (element?.matches(":focus-within")) log?.focus({ preventScroll: true });
    };
  }, []);
}
