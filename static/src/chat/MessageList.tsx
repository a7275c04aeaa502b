/** The messages, oldest first, and below them what is on its way. Stays at the end while the reader is there. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { Attachments } from "./Attachments.tsx";
import { Buttons } from "./Buttons.tsx";
import { belongTogether, type Message, type SenderType, type WhoseId } from "./message.ts";
import { type Actions, OutgoingBubble } from "./OutgoingBubble.tsx";
import { newestRead } from "./reading.ts";
import type { State } from "./store.ts";
import { clock } from "./time.ts";
import { useSight } from "./useSight.ts";

export interface MessageListProps extends Actions {
  state: State;
  mine: SenderType; // whose messages stand on the writer's side
  isMe: (who: WhoseId) => boolean;
  saw: (seq: number) => void;
  say: (text: string) => void;
  emptyText: string;
  base: string; // of links to files
}

export function MessageList({ state, mine, isMe, saw, say, emptyText, base, ...actions }: MessageListProps) {
  const { messages, outgoing } = state;
  const list = useStayingAtTheEnd(state);
  const newest = messages.at(-1);
  // What one has written one has read: nobody need be told.
  const end = useSight(newest && !isMe(newest) ? newest.seq : 0, saw);
  const read = newestRead(messages, mine);
  // Only below the last word, and for whom they are meant.
  const offered = mine === "visitor" && outgoing.length === 0 ? (newest?.actions ?? []) : [];
  return (
    <div class="chat-log" role="log" aria-label="Messages" tabIndex={0} ref={list}>
      {messages.length + outgoing.length === 0 && <p class="chat-empty">{emptyText}</p>}
      <ol class="chat-messages">
        {messages.map((message, index) => (
          <Bubble
            key={keyOf(message.sender_type, message.client_message_id ?? message.seq)}
            message={message}
            isMine={message.sender_type === mine}
            isFirst={!belongTogether(messages[index - 1], message)}
            isLast={!belongTogether(message, messages[index + 1])}
            isNewestRead={message === read}
            base={base}
          />
        ))}
        {outgoing.map((one) => (
          <OutgoingBubble key={keyOf(mine, one.client_message_id)} outgoing={one} {...actions} />
        ))}
      </ol>
      {offered.length > 0 && <Buttons actions={offered} say={say} />}
      <div ref={end} />
    </div>
  );
}

/** The same for the bubble on its way and for the message it becomes: one element, announced once. */
const keyOf = (sender: SenderType, id: string | number) => `${sender} ${id}`;

interface BubbleProps {
  message: Message;
  isMine: boolean;
  isFirst: boolean;
  isLast: boolean;
  isNewestRead: boolean;
  base: string;
}

function Bubble({ message, isMine, isFirst, isLast, isNewestRead, base }: BubbleProps) {
  const { deleted, created_at, timestamp, edited_at, attachments } = message;
  const text = deleted ? "This message was deleted." : message.message;
  if (message.sender_type === "system") return <li class="chat-notice">{text}</li>;
  return (
    <li class={`chat-message ${isMine ? "mine" : "theirs"}`}>
      {isFirst && <Sender message={message} isMine={isMine} />}
      {text && <p class={`chat-bubble ${deleted ? "deleted" : ""}`}>{text}</p>}
      {attachments.length > 0 && <Attachments files={attachments} base={base} />}
      {(isLast || edited_at || isNewestRead) && (
        <p class="chat-meta">
          <time dateTime={`${created_at.replace(" ", "T")}Z`}>{clock(timestamp)}</time>
          {edited_at && " · edited"}
          {isNewestRead && " · Read"}
        </p>
      )}
    </li>
  );
}

/** Visitors know who they are; operators' own side is that of their colleagues, too. */
function Sender({ message, isMine }: Pick<BubbleProps, "message" | "isMine">) {
  const isMyself = isMine && message.sender_type === "visitor";
  const name = message.sender_type === "bot" ? `${message.sender_name} · automatic answer` : message.sender_name;
  return <p class={isMyself ? "chat-hidden" : "chat-name"}>{isMyself ? "You" : name}</p>;
}

const NEAR = 80; // pixels: about two lines

function useStayingAtTheEnd(state: State) {
  const list = useRef<HTMLDivElement>(null);
  const wasThere = useRef(true);
  const lastOwn = state.outgoing.at(-1)?.client_message_id;
  const seenOwn = useRef(lastOwn);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () => {
      wasThere.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
    element.addEventListener("scroll", look, { passive: true });
    return () => element.removeEventListener("scroll", look);
  }, []);
  useLayoutEffect(() => {
    // Whoever writes wants to see what they wrote.
    const isNewOwn = lastOwn !== undefined && lastOwn !== seenOwn.current;
    seenOwn.current = lastOwn;
    if (isNewOwn || wasThere.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [state, lastOwn]);
  return list;
}
