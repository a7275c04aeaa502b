/** The emoji above the text field, once they are loaded. It stays open while one chooses. */

import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../words/words.ts";
import { EmojiGroups } from "./EmojiGroups.tsx";
import type { Lazy } from "./EmojiTool.tsx";

interface EmojiBoxProps {
  load: () => Promise<Lazy>;
  used: readonly string[];
  choose: (emoji: string) => void;
  leave: () => void; // and back to the button
  close: () => void;
  button: RefObject<HTMLElement | null>;
}

export function EmojiBox({ load, used, choose, leave, close, button }: EmojiBoxProps) {
  const { emoji, hasFailed, again } = useEmoji(load);
  const [added, tell] = useState("");
  const box = useRef<HTMLDivElement>(null);
  useLeaving(box, button, close);
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // the panel stays
    leave();
  };
  const add = (one: string) => {
    choose(one);
    tell(words.emoji.added(one));
  };
  return (
    <div class="emoji-box" role="dialog" aria-label={words.emoji.choose} ref={box} onKeyDown={leaveOnEscape}>
      <p class="chat-hidden" role="status">
        {added}
      </p>
      {emoji && <EmojiGroups emoji={emoji} used={used} choose={add} />}
      {!emoji && !hasFailed && <p role="status">{words.emoji.loading}</p>}
      {hasFailed && <Failed again={again} />}
    </div>
  );
}

function Failed({ again }: { again: () => void }) {
  return (
    <div class="emoji-failed" role="alert">
      <p>{words.emoji.failed}</p>
      <button class="chat-plain" type="button" onClick={again}>
        {words.emoji.again}
      </button>
    </div>
  );
}

function useEmoji(load: () => Promise<Lazy>) {
  const [emoji, show] = useState<Lazy["emoji"]>();
  const [hasFailed, tell] = useState(false);
  const again = () => {
    tell(false);
    load().then(
      (lazy) => show(lazy.emoji),
      () => tell(true),
    );
  };
  useEffect(again, []);
  return { emoji, hasFailed, again };
}

/** Whoever goes on elsewhere is done here. Its button opens and closes by itself. */
function useLeaving(box: RefObject<HTMLElement | null>, button: RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    const root = box.current?.getRootNode();
    const look = ({ target }: Event) => {
      const isHere = [box, button].some(({ current }) => target instanceof Node && current?.contains(target));
      if (!isHere) close();
    };
    for (const event of ["pointerdown", "focusin"]) root?.addEventListener(event, look);
    return () => {
      for (const event of ["pointerdown", "focusin"]) root?.removeEventListener(event, look);
    };
  }, []);
}
