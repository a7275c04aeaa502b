import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR = 80; // pixels: about two lines

interface TheEnd {
  /** Something has come since the reader went up. */
  hasNews: boolean;
  goThere: () => void;
}

/** Stays at the end of the log while the reader is there: `newest` is the number of what stands there. */
export function useTheEnd(log: RefObject<HTMLElement | null>, newest: number, newestOwn: string | undefined): TheEnd {
  const [seen, setSeen] = useState<number | null>(null); // what was the newest when the reader left the end
  const last = useRef({ isThere: true, top: 0, newest, newestOwn });
  const goThere = useCallback(() => log.current?.scrollTo({ top: log.current.scrollHeight }), []);
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const look = () => {
      const isThere = isNear(element);
      Object.assign(last.current, { isThere, top: element.scrollTop });
      setSeen((before) => (isThere ? null : (before ?? last.current.newest)));
    };
    // Pictures come later than their messages, and the box below grows while one writes.
    const sizes = new ResizeObserver(() => last.current.isThere && goThere());
    for (const grown of [element, ...element.children]) sizes.observe(grown);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(() => {
    // Whoever writes wants to see what they wrote.
    const isNewOwn = newestOwn !== undefined && newestOwn !== last.current.newestOwn;
    const { isThere, top } = last.current;
    // The browser tells of a scroll only with the next picture: the reader may be on the way up already.
    const isLeaving = log.current !== null && log.current.scrollTop < top && !isNear(log.current);
    last.current = { isThere: (isThere && !isLeaving) || isNewOwn, top, newest, newestOwn };
    if (last.current.isThere) goThere();
  });
  return { hasNews: seen !== null && newest > seen, goThere };
}

const isNear = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < NEAR;
