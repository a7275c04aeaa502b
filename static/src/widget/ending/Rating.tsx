/** How it was for the visitor, in one word and, if they like, some more. */

import { useState } from "preact/hooks";
import { useId } from "../../chat/useId.ts";
import { words } from "../../words/words.ts";
import { Done } from "./Done.tsx";
import { preventing } from "../../chat/preventing.ts";
import { useRequest } from "../useRequest.ts";

const LONGEST = 1_000;

interface EndingRatingProps {
  given: number | null;
  rate: (score: number, comment: string) => Promise<void>;
}

export function EndingRating({ given, rate }: EndingRatingProps) {
  const [score, choose] = useState(0);
  const [comment, write] = useState("");
  const { ask, isAsking, isDone, problem } = useRequest(() => rate(score, comment.trim()));
  if (given !== null) return <Done isNew={isDone}>{words.ending.thanks(words.ending.scores[given - 1] ?? "")}</Done>;
  return (
    <form class="ending-form" onSubmit={preventing(ask)}>
      <Scores chosen={score} choose={choose} />
      {score > 0 && <Comment text={comment} write={write} />}
      {problem && <p class="ending-problem" role="alert">{problem}</p>}
      {score > 0 && (
        <button class="chat-plain ending-send" type="submit" aria-disabled={isAsking}>
          {words.ending.rate}
        </button>
      )}
    </form>
  );
}

function Scores({ chosen, choose }: { chosen: number; choose: (score: number) => void }) {
  const name = useId();
  return (
    <fieldset class="ending-scores">
      <legend>{words.ending.question}</legend>
      {words.ending.scores.map((word, index) => (
        <label key={word}>
          <input type="radio" name={name} checked={chosen === index + 1} onChange={() => choose(index + 1)} />
          {word}
        </label>
      ))}
    </fieldset>
  );
}

function Comment({ text, write }: { text: string; write: (text: string) => void }) {
  return (
    <label class="ending-field">
      {words.ending.comment}
      <textarea
        rows={2}
        maxLength={LONGEST}
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
      />
    </label>
  );
}
