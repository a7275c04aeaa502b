/** One of the visitor's conversations in their list: with whom, when, and what was said last. */

import { Face } from "../../chat/list/Face.tsx";
import { brief, fullDate } from "../../chat/time.ts";
import { words } from "../../words/words.ts";
import type { LastWords, ListedTalk } from "./api.ts";

interface TalkRowProps {
  talk: ListedTalk;
  site: string;
  open: () => void;
}

export function TalkRow({ talk, site, open }: TalkRowProps) {
  const { operator, last_words, status } = talk;
  const at = Date.parse(talk.last_message_at ?? talk.started_at) / 1000;
  const name = operator?.name ?? site;
  return (
    <li>
      <button class="talk-row" type="button" onClick={open}>
        <Face name={name} picture={operator?.avatar ?? null} />
        <span class="talk-name">
          <bdi>{name}</bdi>
        </span>
        <time dateTime={new Date(at * 1000).toISOString()} title={fullDate(at)}>
          {brief(at)}
        </time>
        <span class="talk-words">
          <bdi>{last_words ? saidIn(last_words) : words.talks.empty}</bdi>
        </span>
        <span class="talk-marks">
          {isUnread(talk) && <strong class="talk-unread">{words.talks.unread}</strong>}
          <span class={`talk-status ${status}`}>{status === "closed" ? words.talks.closed : words.talks.open}</span>
        </span>
      </button>
    </li>
  );
}

function saidIn({ message, file_count, sender_type }: LastWords): string {
  const said = message || words.talks.files(file_count);
  return sender_type === "visitor" ? words.talks.you(said) : said;
}

function isUnread({ last_words, read_up_to }: ListedTalk): boolean {
  const isOfOthers = last_words !== null && last_words.sender_type !== "visitor";
  return isOfOthers && last_words.seq > (read_up_to["visitor"] ?? 0);
}
