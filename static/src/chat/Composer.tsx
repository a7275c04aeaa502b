/** Where one writes. Enter sends, Shift+Enter starts a new line. */

import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../words/words.ts";
import { AttachingList } from "./files/AttachingList.tsx";
import { ComposerTools, type ToolsProps } from "./ComposerTools.tsx";
import { SendIcon } from "./icons.tsx";
import type { Keystrokes } from "./keystrokes.ts";
import type { OutgoingFile } from "./outgoing.ts";
import { preventing } from "./preventing.ts";
import { useId } from "./useId.ts";

const LONGEST = 5_000;

export interface ComposerProps extends Pick<ToolsProps, "attaching" | "sendVoice" | "recent"> {
  label: string;
  send: (text: string, files: OutgoingFile[]) => void;
  keystrokes: Keystrokes;
  /** Keeps what is being written while nothing of this is drawn. */
  draft?: { read(): string; write(text: string): void };
  /** Why one cannot write now; empty when one can. */
  closedBecause?: string;
}

export function Composer({ label, send, keystrokes, draft, attaching, sendVoice, recent, closedBecause = "" }: ComposerProps) {
  const [text, setText] = useState(draft?.read() ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => () => keystrokes.ended(), [keystrokes]);
  const isClosed = closedBecause !== "";
  const files = attaching?.files ?? [];
  const isEmpty = text.trim() === "" && files.length === 0;
  const write = (words: string) => {
    setText(words);
    draft?.write(words);
    if (words.trim() === "") keystrokes.ended();
    else keystrokes.typed();
  };
  const submit = () => {
    if (isEmpty || isClosed) return;
    send(text.trim(), files);
    attaching?.clear();
    write("");
  };
  const insert = (said: string) => {
    if (field.current) write(inserted(field.current, said));
  };
  const paste = (event: ClipboardEvent) => {
    const files = filesIn(event.clipboardData);
    if (attaching && files.length > 0) preventing(() => attaching.add(files))(event);
  };
  return (
    <form class="chat-composer" onSubmit={preventing(submit)}>
      <label class="chat-hidden" for={id}>
        {label}
      </label>
      {attaching && <AttachingList attaching={attaching} removed={() => field.current?.focus()} />}
      <div class="chat-field">
        <textarea
          id={id}
          ref={field}
          rows={1}
          maxLength={LONGEST}
          placeholder={label}
          enterkeyhint="send"
          value={text}
          disabled={isClosed}
          aria-describedby={`${id}-why`}
          onInput={({ currentTarget }) => write(currentTarget.value)}
          onBlur={() => keystrokes.ended()}
          onKeyDown={(event) => isSending(event) && preventing(submit)(event)}
          onPaste={paste}
        />
        <ComposerTools {...{ attaching, sendVoice, recent, insert }} disabled={isClosed} />
        <button class="chat-send" type="submit" aria-label={words.sending.send} disabled={isClosed || isEmpty}>
          <SendIcon />
        </button>
      </div>
      <p class="chat-why" id={`${id}-why`}>
        {closedBecause || left(text)}
      </p>
    </form>
  );
}

/** While a word is being put together by an input method, Enter belongs to that. */
const isSending = ({ key, shiftKey, isComposing }: KeyboardEvent) => key === "Enter" && !shiftKey && !isComposing;

/** Office programs add a picture of the words that were copied: then the words are meant. */
const filesIn = (pasted: DataTransfer | null): File[] =>
  pasted && !pasted.types.includes("text/rtf") ? [...pasted.files] : [];

/** Puts words where the cursor is, in place of what is selected. */
function inserted(field: HTMLTextAreaElement, said: string): string {
  const { selectionStart, selectionEnd, value } = field;
  const isTooMuch = value.length - (selectionEnd - selectionStart) + said.length > LONGEST;
  if (!isTooMuch) field.setRangeText(said, selectionStart, selectionEnd, "end");
  return field.value;
}

function left({ length }: string): string {
  return length > LONGEST * 0.9 ? words.sending.left(LONGEST - length) : "";
}
