/** What people may ask of whoever holds something of them: a copy, and to have it deleted. */

import { words } from "../../words/words.ts";
import { Done } from "../ending/Done.tsx";
import { fileOf, type Own, save } from "./own.ts";
import { Page } from "../Page.tsx";
import { useRequest } from "../useRequest.ts";

const FILE = "chat.json";

interface OwnDataProps {
  own: Own;
  erase: () => void;
  back: () => void;
}

export function OwnData({ own, erase, back }: OwnDataProps) {
  const { ask, isAsking, isDone, problem } = useRequest(async () => save(fileOf(await own.everything()), FILE));
  return (
    <Page title={words.own.name} back={back}>
      <div class="page-body">
        <p>{words.own.means}</p>
        {isDone && <Done isNew>{words.own.downloaded}</Done>}
        <p class="page-problem" role="alert">
          {problem}
        </p>
        <button class="chat-plain page-plain" type="button" aria-disabled={isAsking} onClick={() => void ask()}>
          {isAsking ? words.own.downloading : words.own.download}
        </button>
        <button class="chat-plain page-plain" type="button" onClick={erase}>
          {words.own.erase}
        </button>
      </div>
    </Page>
  );
}
