import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Calls back once `seq` can be seen: the element that gets the answer, at the end of the messages, is in view.
 * Pages that nobody looks at draw nothing, so there nothing comes into view.
 */
export function useSight(seq: number, saw: (seq: number) => void): RefObject<HTMLDivElement | null> {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!end.current || seq === 0) return;
    const observer = new IntersectionObserver((looks) => {
      if (looks.some(({ isIntersecting }) => isIntersecting)) saw(seq);
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [seq]);
  return end;
}
