/** What the site asks before anything is stored. */

import { useEffect, useRef } from "preact/hooks";
import { words } from "../../words/words.ts";

export function Consent({ text, agree }: { text: string; agree: () => void }) {
  const asked = useRef<HTMLParagraphElement>(null);
  useEffect(() => asked.current?.focus(), []); // not the button: nobody shall agree by a key too many
  return (
    <div class="consent">
      <p tabIndex={-1} ref={asked}>
        {text}
      </p>
      <button class="agree" type="button" onClick={agree}>
        {words.consent.agree}
      </button>
    </div>
  );
}
