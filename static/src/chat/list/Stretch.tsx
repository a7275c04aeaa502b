/** Some messages in a row, with the days between them. Drawn again only when one of them is another. */

import type { ComponentChildren } from "preact";
import { Bubble } from "./Bubble.tsx";
import { belongTogether, type Message, type SenderType } from "../message.ts";
import { sparing } from "./sparing.ts";
import { dayName, dayOf } from "../time.ts";

interface StretchProps {
  messages: Message[];
  before: Message | undefined;
  next: Message | undefined;
  read: Message | undefined; // the newest that the other side has read, if it is one of these
  mine: SenderType;
  base: string;
  today: number;
  isDistant: boolean; // with so much below it that it is seldom in view
  children?: ComponentChildren; // what is on its way
}

export const Stretch = sparing((props: StretchProps) => {
  const { messages, before, next, read, mine, base, isDistant, children } = props;
  return (
    <ol class={`chat-stretch ${isDistant ? "distant" : ""}`}>
      {messages.flatMap((message, index) => {
        const earlier = messages[index - 1] ?? before;
        return [
          dayBetween(earlier, message),
          <Bubble
            key={keyOf(message.sender_type, message.client_message_id ?? message.seq)}
            message={message}
            mine={mine}
            isFirst={!belongTogether(earlier, message)}
            isLast={!belongTogether(message, messages[index + 1] ?? next)}
            isNewestRead={message === read}
            base={base}
          />,
        ];
      })}
      {children}
    </ol>
  );
});

/** The same for the bubble on its way and for the message it becomes: one element, announced once. */
export const keyOf = (sender: SenderType, id: string | number) => `${sender} ${id}`;

function dayBetween(earlier: Message | undefined, { timestamp }: Message) {
  const day = dayOf(timestamp);
  if (earlier && dayOf(earlier.timestamp) >= day) return null;
  return (
    <li class="chat-day" key={day}>
      <span>{dayName(day)}</span>
    </li>
  );
}
