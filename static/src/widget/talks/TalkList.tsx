/** The visitor's conversations, newest first: to be opened, each where it stands. */

import { useState } from "preact/hooks";
import { ApiError } from "../../chat/api.ts";
import { words } from "../../words/words.ts";
import { Page } from "../Page.tsx";
import { TalkRow } from "./TalkRow.tsx";
import type { ListedTalk, Listing } from "./api.ts";
import { useTalks } from "./useTalks.ts";

interface TalkListProps {
  list: (next: string | null) => Promise<Listing>;
  open: (talk: ListedTalk) => Promise<void>;
  /** Who speaks where nobody has answered yet. */
  site: string;
  back: () => void;
}

export function TalkList({ list, open, site, back }: TalkListProps) {
  const { talks, hasMore, isLoading, problem, load } = useTalks(list);
  const [notOpened, tell] = useState("");
  const tryToOpen = (talk: ListedTalk) => {
    tell("");
    open(talk).catch((error: unknown) => tell(error instanceof ApiError ? error.message : words.problems.oursAgain));
  };
  const isEmpty = !isLoading && !problem && talks.length === 0;
  return (
    <Page title={words.talks.name} back={back}>
      <div class="page-body talks">
        <ul>
          {talks.map((talk) => (
            <TalkRow key={talk.id} talk={talk} site={site} open={() => tryToOpen(talk)} />
          ))}
        </ul>
        <p class="page-note" role="status">
          {isLoading && words.talks.loading}
          {isEmpty && words.talks.none}
        </p>
        <p class="page-problem" role="alert">
          {problem && `${words.talks.failed} ${problem}`}
          {notOpened && `${words.talks.notOpened} ${notOpened}`}
        </p>
        {!isLoading && (problem || hasMore) && (
          <button class="chat-plain page-plain" type="button" onClick={() => void load()}>
            {problem ? words.talks.again : words.talks.more}
          </button>
        )}
      </div>
    </Page>
  );
}
