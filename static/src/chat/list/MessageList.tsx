/** The messages, oldest first, day by day, and below them what is on its way. */

import { useRef } from "preact/hooks";
import { Buttons } from "./Buttons.tsx";
import { Earlier } from "./Earlier.tsx";
import type { SenderType, WhoseId } from "../message.ts";
import { type Actions, OutgoingBubble } from "./OutgoingBubble.tsx";
import { newestRead } from "../reading.ts";
import { hasOlder, type State } from "../store.ts";
import { keyOf, Stretch } from "./Stretch.tsx";
import { stretchesOf } from "./stretches.ts";
import { dayOf } from "../time.ts";
import { useQuiet } from "./useQuiet.ts";
import { useSight } from "./useSight.ts";
import { useSteadiness } from "./useSteadiness.ts";
import { useTheEnd } from "./useTheEnd.ts";
import { words } from "../../words/words.ts";

const AT_HAND = 4; // of the newest stretches: more than one usually looks at

export interface MessageListProps extends Actions {
  state: State;
  mine: SenderType; // whose messages stand on the writer's side
  isMe: (who: WhoseId) => boolean;
  saw: (seq: number) => void;
  say: (text: string) => void;
  wantOlder: () => void;
  emptyText: string;
  base: string; // of links to files
}

export function MessageList(props: MessageListProps) {
  const { state, mine, isMe, saw, say, wantOlder, emptyText } = props;
  const { messages, outgoing, since, past } = state;
  const log = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1);
  useSteadiness(log, since);
  const { hasNews, goThere } = useTheEnd(log, newest?.seq ?? 0, outgoing.at(-1)?.client_message_id);
  // What one has written one has read: nobody need be told.
  const end = useSight(newest && !isMe(newest) ? newest.seq : 0, saw);
  // Older messages are no news: they are not read out.
  const isQuiet = useQuiet(past === "wanted");
  // Only below the last word, and for whom they are meant.
  const offered = mine === "visitor" && outgoing.length === 0 ? (newest?.actions ?? []) : [];
  const goToNews = () => {
    goThere();
    log.current?.focus({ preventScroll: true }); // the button goes
  };
  return (
    <div class="chat-view">
      <div class="chat-log" role="log" aria-label={words.log.name} aria-live={isQuiet ? "off" : "polite"} tabIndex={0} ref={log}>
        <div class="chat-content">
          {hasOlder(state) && <Earlier since={since} past={past} want={wantOlder} />}
          {messages.length + outgoing.length === 0 && <p class="chat-empty" dir="auto">{emptyText}</p>}
          <Lines {...props} />
          {offered.length > 0 && <Buttons actions={offered} say={say} />}
          <div ref={end} />
        </div>
      </div>
      {hasNews && (
        <button class="chat-news" type="button" onClick={goToNews}>
          {words.log.news}
        </button>
      )}
    </div>
  );
}

function Lines({ state, mine, base, retry, discard }: MessageListProps) {
  const { messages, outgoing } = state;
  const read = newestRead(messages, mine);
  const today = dayOf(Date.now() / 1000);
  const stretches = stretchesOf(messages);
  return (
    <div class="chat-messages">
      {stretches.map((some, index) => (
        <Stretch
          key={some.key}
          messages={some.messages}
          before={stretches[index - 1]?.messages.at(-1)}
          next={stretches[index + 1]?.messages[0]}
          read={read && some.messages.includes(read) ? read : undefined}
          isDistant={index < stretches.length - AT_HAND}
          {...{ mine, base, today }}
        >
          {index === stretches.length - 1 &&
            outgoing.map((one) => (
              <OutgoingBubble key={keyOf(mine, one.client_message_id)} outgoing={one} retry={retry} discard={discard} />
            ))}
        </Stretch>
      ))}
    </div>
  );
}
