/** A conversation as both sides see it: the messages, how they travel, and where one writes. */

import type { ComponentChildren } from "preact";
import type { FeedState } from "../realtime/feed.ts";
import { Composer, type ComposerProps } from "./Composer.tsx";
import { ConnectionState } from "./ConnectionState.tsx";
import type { SenderType, WhoseId } from "./message.ts";
import { MessageList } from "./MessageList.tsx";
import type { Reader } from "./reader.ts";
import type { Sender } from "./sender.ts";
import type { Store } from "./store.ts";
import { TypingLine } from "./TypingLine.tsx";
import { useStore } from "./useStore.ts";

export interface ConversationProps extends Omit<ComposerProps, "send"> {
  store: Store;
  sender: Sender;
  reader: Reader;
  mine: SenderType;
  /** One's own side may have others on it. */
  isMe: (who: WhoseId) => boolean;
  emptyText: string;
  /** Where our server is, for links to files. */
  base: string;
  /** Absent while there is nothing to be connected to. */
  connection?: FeedState | undefined;
  /** What may be wrong with the connection. */
  hint?: string;
  /** What is to be said before the first message, and after the last one. */
  before?: ComponentChildren;
  after?: ComponentChildren;
}

export function Conversation(props: ConversationProps) {
  const { store, sender, reader, mine, isMe, emptyText, base, connection, hint, before, after, ...composer } = props;
  const state = useStore(store);
  const discard = (client_message_id: string) => store.dispatch({ name: "Discarded", data: { client_message_id } });
  return (
    <div class="chat">
      {before}
      <MessageList
        state={state}
        mine={mine}
        isMe={isMe}
        saw={(seq) => reader.saw(seq)}
        say={(text) => sender.send(text)}
        wantOlder={() => store.dispatch({ name: "OlderWanted" })}
        emptyText={emptyText}
        base={base}
        retry={(id, options) => sender.retry(id, options)}
        discard={discard}
      />
      {after}
      <TypingLine people={state.typing.filter((person) => !isMe(person))} />
      {connection && <ConnectionState state={connection} hint={hint} />}
      <Composer {...composer} send={(text) => sender.send(text)} />
    </div>
  );
}
