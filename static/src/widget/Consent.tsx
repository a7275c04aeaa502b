/** What the site asks before anything is stored. */

import { words } from "../words/words.ts";

export function Consent({ text, agree }: { text: string; agree: () => void }) {
  return (
    <div class="consent">
      <p>{text}</p>
      <button class="agree" type="button" onClick={agree}>
        {words.consent.agree}
      </button>
    </div>
  );
}
