/** The operator's island: the conversation as the visitor sees it, and a reply that is never blind. */

import { useEffect, useState } from "preact/hooks";
import { Conversation as View } from "../chat/Conversation.tsx";
import { Recent } from "../chat/emoji/recent.ts";
import { isSamePerson } from "../chat/message.ts";
import type { FeedState } from "../realtime/feed.ts";
import { type Begun, Talk } from "./Talk.ts";

export interface ConversationProps extends Begun {
  operator: { id: number; name: string };
}

const recent = new Recent(); // of this page: an operator's computer may be another's tomorrow

const OVER = "You cannot follow this conversation any more. Reload the page to go on.";

export function Conversation(props: ConversationProps) {
  const [travel, show] = useState<FeedState>("connecting");
  const [talk] = useState(() => new Talk(props, show));
  useEffect(() => talk.begin(), [talk]);
  const { id, name } = props.operator;
  return (
    <View
      store={talk.store}
      sender={talk.sender}
      reader={talk.reader}
      keystrokes={talk.keystrokes}
      recent={recent}
      mine="admin"
      isMe={(who) => isSamePerson(who, { sender_type: "admin", sender_id: id })}
      label={`Reply as ${name}`}
      base={location.href}
      emptyText="Nothing has been said here yet."
      connection={travel}
      hint={travel === "over" ? OVER : ""}
    />
  );
}
