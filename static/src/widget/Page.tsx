/** What takes the conversation's place in the panel for a while: a heading, and the way back. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useId } from "../chat/useId.ts";
import { words } from "../words/words.ts";

interface PageProps {
  title: string;
  back: () => void;
  children: ComponentChildren;
}

export function Page({ title, back, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => heading.current?.focus(), []);
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it would close the panel
    back();
  };
  return (
    <section class="page" aria-labelledby={id} onKeyDown={leaveOnEscape}>
      <div class="page-head">
        <button class="chat-round page-back" type="button" aria-label={words.talks.back} onClick={back}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M14.5 6l-6 6 6 6" />
          </svg>
        </button>
        <h3 id={id} tabIndex={-1} ref={heading}>
          {title}
        </h3>
      </div>
      {children}
    </section>
  );
}
