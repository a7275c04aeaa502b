import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface DoneProps {
  children: ComponentChildren;
  /** It takes the place of a form that had the focus a moment ago, and takes over that, too. */
  isNew: boolean;
}

/** What was done, in a sentence that is read out to whoever has just done it. */
export function Done({ children, isNew }: DoneProps) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (isNew) line.current?.focus();
  }, [isNew]);
  return (
    <p class="ending-done" tabIndex={-1} ref={line}>
      {children}
    </p>
  );
}
