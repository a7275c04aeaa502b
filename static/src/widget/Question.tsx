/** Asks before something is done that is not easily undone. */

import { Page } from "./Page.tsx";
import { useRequest } from "./useRequest.ts";

interface QuestionProps {
  title: string;
  means: string;
  yes: string;
  no: string;
  /** Done for good: the button says so by its colour, too. */
  isGrave?: boolean;
  act: () => Promise<void>;
  back: () => void;
}

export function Question({ title, means, yes, no, isGrave = false, act, back }: QuestionProps) {
  const { ask, isAsking, problem } = useRequest(act);
  return (
    <Page title={title} back={back}>
      <div class="page-body">
        <p>{means}</p>
        <p class="page-problem" role="alert">
          {problem}
        </p>
        <div class="page-choices">
          <button class={isGrave ? "grave" : "agree"} type="button" aria-disabled={isAsking} onClick={() => void ask()}>
            {yes}
          </button>
          <button class="chat-plain page-plain" type="button" onClick={back}>
            {no}
          </button>
        </div>
      </div>
    </Page>
  );
}
