/** Opens the browser's own dialog for choosing files. */

import { useRef } from "preact/hooks";
import { words } from "../../words/words.ts";
import { accepting } from "./attaching.ts";
import { ClipIcon } from "../icons.tsx";
import type { Attaching } from "./useAttaching.ts";

export function AttachButton({ attaching, disabled }: { attaching: Attaching; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const take = (chosen: HTMLInputElement) => {
    attaching.add(chosen.files ?? []);
    chosen.value = ""; // the same file may be chosen again
  };
  return (
    <>
      <button
        class="chat-round chat-tool"
        type="button"
        aria-label={words.attaching.add}
        title={words.attaching.add}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <ClipIcon />
      </button>
      <input
        type="file"
        multiple
        hidden
        accept={accepting(attaching.limits)}
        ref={input}
        onChange={({ currentTarget }) => take(currentTarget)}
      />
    </>
  );
}
