/** A message on its way to the server, or one that did not get there. */

import { useRef } from "preact/hooks";
import type { Outgoing } from "../outgoing.ts";
import { OutgoingFiles } from "../files/OutgoingFiles.tsx";
import type { SendOptions } from "../sender.ts";
import { clock } from "../time.ts";
import { useFocusKept } from "../useFocusKept.ts";
import { Words } from "./Words.tsx";
import { words } from "../../words/words.ts";

export interface Actions {
  retry: (client_message_id: string, options?: SendOptions) => void;
  discard: (client_message_id: string) => void;
}

export function OutgoingBubble({ outgoing, ...actions }: { outgoing: Outgoing } & Actions) {
  const { message, files, timestamp, state, problem } = outgoing;
  const isTooFast = state === "sending" && problem?.code === "throttled";
  return (
    <li class={`chat-message mine ${state}`}>
      {message && (
        <p class="chat-bubble" dir="auto">
          <Words text={message} />
        </p>
      )}
      {files.length > 0 && <OutgoingFiles outgoing={outgoing} cancel={() => actions.discard(outgoing.client_message_id)} />}
      <p class="chat-meta">
        {clock(timestamp)} · {isTooFast ? words.sending.slowDown : words.sending[state]}
      </p>
      {state === "failed" && <Failed outgoing={outgoing} {...actions} />}
    </li>
  );
}

/** Somebody wrote meanwhile: the operator has now seen it and may want to say something else. */
const OVERTAKEN = "newer_messages";

function Failed({ outgoing, retry, discard }: { outgoing: Outgoing } & Actions) {
  const { client_message_id: id, problem } = outgoing;
  const isOvertaken = problem?.code === OVERTAKEN;
  const row = useRef<HTMLDivElement>(null);
  useFocusKept(row);
  return (
    <div class="chat-failed" role="alert" ref={row}>
      <p>{problem?.message}</p>
      <p class="chat-choices">
        <button class="chat-plain" type="button" onClick={() => retry(id, { force: isOvertaken })}>
          {isOvertaken ? words.sending.anyway : words.sending.again}
        </button>
        <button class="chat-plain" type="button" onClick={() => discard(id)}>
          {words.sending.discard}
        </button>
      </p>
    </div>
  );
}
