/** A conversation as both sides see it: the messages, how they travel, and where one writes. */

import type { FeedState } from "../realtime/feed.ts";
import { Composer, type ComposerProps } from "./Composer.tsx";
import { ConnectionState } from "./ConnectionState.tsx";
import type { SenderType } from "./message.ts";
import { MessageList } from "./MessageList.tsx";
import type { Sender } from "./sender.ts";
import type { Store } from "./store.ts";
import { useStore } from "./useStore.ts";

export interface ConversationProps extends Omit<ComposerProps, "send"> {
  store: Store;
  sender: Sender;
  mine: SenderType;
  emptyText: string;
  /** Absent while there is nothing to be connected to. */
  connection?: FeedState | undefined;
  /** What may be wrong with the connection. */
  hint?: string;
}

export function Conversation({ store, sender, mine, emptyText, connection, hint, ...composer }: ConversationProps) {
  const discard = (client_message_id: string) => store.dispatch({ name: "Discarded", data: { client_message_id } });
  return (
    <div class="chat">
      <MessageList
        state={useStore(store)}
        mine={mine}
        emptyText={emptyText}
        retry={(id, options) => sender.retry(id, options)}
        discard={discard}
      />
      {connection && <ConnectionState state={connection} hint={hint} />}
      <Composer {...composer} send={(text) => sender.send(text)} />
    </div>
  );
}
