import { useEffect, useState } from "preact/hooks";

const SETTLING_MS = 1_000;

/** Whether a live region is to keep still: as long as it is asked to, and until what came then has settled. */
export function useQuiet(isAsked: boolean): boolean {
  const [isQuiet, keepQuiet] = useState(isAsked);
  useEffect(() => {
    if (isAsked) return keepQuiet(true);
    const timer = setTimeout(() => keepQuiet(false), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [isAsked]);
  return isAsked || isQuiet;
}
