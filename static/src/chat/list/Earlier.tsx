/** What stands above the oldest message while there are older ones: they are read when it comes near, or by the button. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Past } from "../store.ts";
import { useSight } from "./useSight.ts";
import { words } from "../../words/words.ts";

interface EarlierProps {
  since: number;
  past: Past;
  want: () => void;
}

export function Earlier({ since, past, want }: EarlierProps) {
  const near = useSight(since, want);
  const button = useKeptFocus();
  return (
    <div class="chat-earlier">
      <div class="chat-near" ref={near} />
      {past === "failed" && <p role="alert">{words.log.noEarlier}</p>}
      <button type="button" ref={button} aria-disabled={past === "wanted"} onClick={want}>
        {offer(past)}
      </button>
    </div>
  );
}

function offer(past: Past): string {
  const { earlier, loadingEarlier, tryEarlierAgain } = words.log;
  return { resting: earlier, wanted: loadingEarlier, failed: tryEarlierAgain }[past];
}

/** With the last of them the button goes: whoever came to it by keyboard goes on in the log. */
function useKeptFocus() {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    const log = element?.closest<HTMLElement>(".chat-log");
    return () => {
      if (element?.matches(":focus")) log?.focus({ preventScroll: true });
    };
  }, []);
  return button;
}
