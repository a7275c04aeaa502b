/** What stands below a closed conversation: how was it, and a copy to keep. */

import { words } from "../../words/words.ts";
import { EndingRating } from "./Rating.tsx";
import { EndingTranscript } from "./Transcript.tsx";
import type { Followed } from "../talks/followed.ts";

interface EndingProps {
  conversation: Followed;
  rating: number | null;
}

export function Ending({ conversation, rating }: EndingProps) {
  return (
    <section class="ending" aria-label={words.ending.name}>
      <p class="ending-fact">{words.ending.closed}</p>
      <EndingRating given={rating} rate={(score, comment) => conversation.rate(score, comment)} />
      <EndingTranscript send={(email) => conversation.sendTranscript(email)} />
    </section>
  );
}
