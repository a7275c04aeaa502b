/** A message on its way to the server, or one that did not get there. */

import type { SendOptions } from "./sender.ts";
import type { Outgoing } from "./store.ts";
import { clock } from "./time.ts";
import { Words } from "./Words.tsx";

export interface Actions {
  retry: (client_message_id: string, options?: SendOptions) => void;
  discard: (client_message_id: string) => void;
}

const words = { sending: "Sending…", sent: "Sent", failed: "Not sent" };
const SLOW_DOWN = "Slow down a little: this is sent in a moment";

export function OutgoingBubble({ outgoing, ...actions }: { outgoing: Outgoing } & Actions) {
  const { message, timestamp, state, problem } = outgoing;
  const isTooFast = state === "sending" && problem?.code === "throttled";
  return (
    <li class={`chat-message mine ${state}`}>
      <p class="chat-bubble" dir="auto">
        <Words text={message} />
      </p>
      <p class="chat-meta">
        {clock(timestamp)} · {isTooFast ? SLOW_DOWN : words[state]}
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
  return (
    <div class="chat-failed" role="alert">
      <p>{problem?.message}</p>
      <p class="chat-choices">
        <button class="chat-plain" type="button" onClick={() => retry(id, { force: isOvertaken })}>
          {isOvertaken ? "Send anyway" : "Try again"}
        </button>
        <button class="chat-plain" type="button" onClick={() => discard(id)}>
          Discard
        </button>
      </p>
    </div>
  );
}
