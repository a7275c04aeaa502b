/** A copy of the conversation by mail. */

import { useState } from "preact/hooks";
import { useId } from "../../chat/useId.ts";
import { words } from "../../words/words.ts";
import { Done } from "./Done.tsx";
import { preventing } from "../../chat/preventing.ts";
import { useRequest } from "../useRequest.ts";

/** What opens below the edge is scrolled to. */
const show = (opened: Element) => opened.scrollIntoView({ block: "nearest" });

export function EndingTranscript({ send }: { send: (email: string) => Promise<void> }) {
  const [email, write] = useState("");
  const { ask, isAsking, isDone, problem } = useRequest(() => send(email.trim()));
  const id = useId();
  if (isDone) return <Done isNew>{words.ending.onItsWay(email.trim())}</Done>;
  return (
    <details class="ending-transcript" onToggle={({ currentTarget }) => currentTarget.open && show(currentTarget)}>
      <summary>{words.ending.transcript}</summary>
      <form class="ending-form" onSubmit={preventing(ask)}>
        <label class="ending-field">
          {words.ending.email}
          <input
            type="email"
            required
            autocomplete="email"
            value={email}
            aria-invalid={problem !== ""}
            aria-describedby={id}
            onInput={({ currentTarget }) => write(currentTarget.value)}
          />
        </label>
        <p class="ending-problem" id={id} role="alert">
          {problem}
        </p>
        <button class="chat-plain ending-send" type="submit" aria-disabled={isAsking}>
          {words.ending.sendTranscript}
        </button>
      </form>
    </details>
  );
}
