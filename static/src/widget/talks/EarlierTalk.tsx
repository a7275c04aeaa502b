/** An earlier conversation, to be read; whoever has more to say goes on with it. */

import { useEffect } from "preact/hooks";
import { MessageList } from "../../chat/list/MessageList.tsx";
import { fullDate } from "../../chat/time.ts";
import { useStore } from "../../chat/useStore.ts";
import { words } from "../../words/words.ts";
import { Ending } from "../ending/Ending.tsx";
import { isVisitor } from "../isVisitor.ts";
import { Page } from "../Page.tsx";
import type { Visit } from "./visit.ts";

interface EarlierTalkProps {
  visit: Visit;
  base: string; // of links to files
  /** Another one is open, and what is said goes there. */
  isAnotherOpen: boolean;
  goOn: () => void;
  back: () => void;
}

export function EarlierTalk({ visit, base, isAnotherOpen, goOn, back }: EarlierTalkProps) {
  const { store, followed } = visit;
  const state = useStore(store);
  useEffect(() => () => followed.leave(), [followed]);
  const first = state.messages[0];
  return (
    <Page title={first ? fullDate(first.timestamp) : words.talks.empty} back={back}>
      <div class="chat">
        <MessageList
          state={state}
          mine="visitor"
          isMe={isVisitor}
          saw={(seq) => followed.reader.saw(seq)}
          say={goOn}
          wantOlder={() => store.dispatch({ name: "OlderWanted" })}
          emptyText={words.talks.empty}
          base={base}
          retry={() => {}}
          discard={() => {}}
        />
        <Ending conversation={followed} rating={state.standing.rating} />
        <button class="chat-plain page-plain" type="button" onClick={goOn}>
          {isAnotherOpen ? words.talks.toOpen : words.talks.goOn}
        </button>
      </div>
    </Page>
  );
}
