/** The button beside the text field that opens what there is to choose from. */

import { useRef, useState } from "preact/hooks";
import { lazily } from "../../realtime/lazy.ts";
import { words } from "../../words/words.ts";
import { EmojiBox } from "./EmojiBox.tsx";
import type { Recent } from "./recent.ts";

export type Lazy = typeof import("./lazy.ts");

const load = lazily<Lazy>(new URL("chatbot-emoji.js", import.meta.url)); // it lies beside every bundle of ours

interface EmojiToolProps {
  recent: Recent;
  insert: (emoji: string) => void;
  disabled: boolean;
}

export function EmojiTool({ recent, insert, disabled }: EmojiToolProps) {
  const [isOpen, open] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const leave = () => {
    open(false);
    button.current?.focus();
  };
  const choose = (emoji: string) => {
    insert(emoji);
    recent.use(emoji);
  };
  const label = words.emoji.choose;
  return (
    <>
      <button
        class="chat-round chat-tool"
        type="button"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        disabled={disabled}
        ref={button}
        onClick={() => open(!isOpen)}
      >
        <SmileIcon />
      </button>
      {isOpen && <EmojiBox load={load} used={recent.used} choose={choose} leave={leave} close={() => open(false)} button={button} />}
    </>
  );
}

const SmileIcon = () => (
  <svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentcolor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true">
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 14.3a4.3 4.3 0 0 0 7 0M9.2 9.7v.1M14.8 9.7v.1" />
  </svg>
);
