/** Where one writes. Enter sends, Shift+Enter starts a new line. */

import { type JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { Keystrokes } from "./keystrokes.ts";
import { preventing } from "./preventing.ts";
import { words } from "../words/words.ts";

const LONGEST = 5_000;

export interface ComposerProps {
  label: string;
  send: (text: string) => void;
  keystrokes: Keystrokes;
  /** Why one cannot write now; empty when one can. */
  closedBecause?: string;
}

export function Composer({ label, send, keystrokes, closedBecause = "" }: ComposerProps) {
  const [text, setText] = useState("");
  const id = useId();
  useEffect(() => () => keystrokes.ended(), [keystrokes]);
  const write = (words: string) => {
    setText(words);
    if (words.trim() === "") keystrokes.ended();
    else keystrokes.typed();
  };
  const submit = () => {
    if (text.trim() === "" || closedBecause) return;
    send(text.trim());
    write("");
  };
  return (
    <form class="chat-composer" onSubmit={preventing(submit)}>
      <label class="chat-hidden" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={1}
        maxLength={LONGEST}
        placeholder={label}
        enterkeyhint="send"
        value={text}
        disabled={closedBecause !== ""}
        aria-describedby={`${id}-why`}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onBlur={() => keystrokes.ended()}
        onKeyDown={(event) => isSending(event) && preventing(submit)(event)}
      />
      <button class="chat-send" type="submit" aria-label={words.sending.send} disabled={closedBecause !== "" || text.trim() === ""}>
        <SendIcon />
      </button>
      <p class="chat-why" id={`${id}-why`}>
        {closedBecause || left(text)}
      </p>
    </form>
  );
}

/** While a word is being put together by an input method, Enter belongs to that. */
const isSending = ({ key, shiftKey, isComposing }: KeyboardEvent) => key === "Enter" && !shiftKey && !isComposing;

function left({ length }: string): string {
  return length > LONGEST * 0.9 ? words.sending.left(LONGEST - length) : "";
}

const SendIcon = (): JSX.Element => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <path d="M4 11.2 19.5 4 14 20l-3-6.8z" fill="none" stroke="currentcolor" stroke-width="1.9" stroke-linejoin="round" />
  </svg>
);
