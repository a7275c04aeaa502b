/** A conversation as both sides see it: the messages, how they travel, and where one writes. */

import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { FeedState } from "../realtime/feed.ts";
import type { UploadLimits } from "./files/attaching.ts";
import { Composer, type ComposerProps } from "./Composer.tsx";
import { ConnectionState } from "./ConnectionState.tsx";
import type { SenderType, WhoseId } from "./message.ts";
import { MessageList } from "./list/MessageList.tsx";
import { picturesIn } from "./files/picture.ts";
import { Viewing } from "./files/Preview.tsx";
import type { Reader } from "./reader.ts";
import type { Sender } from "./sender.ts";
import type { Store } from "./store.ts";
import { TypingLine } from "./TypingLine.tsx";
import { useAttaching } from "./files/useAttaching.ts";
import { useDrop } from "./files/useDrop.ts";
import { useStore } from "./useStore.ts";
import { Viewer } from "./files/Viewer.tsx";
import { words } from "../words/words.ts";

export interface ConversationProps extends Omit<ComposerProps, "send" | "attaching" | "sendVoice"> {
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
  /** Of files and voices; absent where none can be sent. */
  uploads?: UploadLimits | undefined;
  /** What may be wrong with the connection. */
  hint?: string;
  /** What is to be said before the first message, and after the last one. */
  before?: ComponentChildren;
  after?: ComponentChildren;
}

export function Conversation(props: ConversationProps) {
  const { store, sender, reader, mine, isMe, emptyText, base, connection, hint, before, after, uploads, ...composer } = props;
  const state = useStore(store);
  const place = useRef<HTMLDivElement>(null);
  const attaching = useAttaching(composer.closedBecause ? undefined : uploads);
  const isDropping = useDrop(place, attaching?.add);
  const [viewed, view] = useState<number>();
  const pictures = picturesIn(state.messages);
  const shown = pictures.find(({ id }) => id === viewed);
  return (
    <div class="chat" ref={place}>
      {before}
      <Viewing.Provider value={view}>
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
          discard={(id) => sender.discard(id)}
        />
      </Viewing.Provider>
      {after}
      <TypingLine people={state.typing.filter((person) => !isMe(person))} />
      {connection && <ConnectionState state={connection} hint={hint} />}
      <Composer
        {...composer}
        attaching={attaching}
        sendVoice={uploads && ((blob, durationMs) => sender.sendVoice(blob, durationMs))}
        send={(text, files) => sender.send(text, files)}
      />
      {shown && <Viewer {...{ pictures, shown, base }} show={view} close={() => view(undefined)} />}
      {isDropping && <p class="chat-drop">{words.attaching.drop}</p>}
    </div>
  );
}
