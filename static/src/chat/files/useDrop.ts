import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Takes files that are dropped there; true while some are held above it. */
export function useDrop(area: RefObject<HTMLElement | null>, take: ((files: File[]) => void) | undefined): boolean {
  const [isAbove, setAbove] = useState(false);
  useEffect(() => {
    const element = area.current;
    if (!element || !take) return;
    const above = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
      setAbove(true);
    };
    // It also leaves each child, on its way to the next.
    const left = ({ relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && element.contains(relatedTarget))) setAbove(false);
    };
    const dropped = (event: DragEvent) => {
      setAbove(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      take([...(event.dataTransfer?.files ?? [])]);
    };
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener("dragover", above, { signal });
    element.addEventListener("dragleave", left, { signal });
    element.addEventListener("drop", dropped, { signal });
    return () => listening.abort();
  }, [take !== undefined]); // whichever it is, it does the same
  return isAbove;
}

/** Above what takes no files nothing can be dropped: else the browser would leave the page for the file. */
export function keepPage(event: DragEvent): void {
  if (!hasFiles(event) || event.defaultPrevented) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
}

/** Words and links that are dragged about are none of ours. */
const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes("Files") ?? false;
