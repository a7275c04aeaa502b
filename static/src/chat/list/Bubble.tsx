/** One message: who said it, what, and when. Of several in a row the first has the name, the last the time. */

import { Attachments } from "../files/Attachments.tsx";
import { Face } from "./Face.tsx";
import type { Message, SenderType } from "../message.ts";
import { sparing } from "./sparing.ts";
import { clock, fullDate } from "../time.ts";
import { Words } from "./Words.tsx";
import { line } from "../../words/lines.ts";
import { words } from "../../words/words.ts";

interface BubbleProps {
  message: Message;
  mine: SenderType; // whose messages stand on the writer's side
  isFirst: boolean;
  isLast: boolean;
  isNewestRead: boolean;
  base: string; // of links to files and pictures
}

export const Bubble = sparing((props: BubbleProps) => {
  const { message, mine, isFirst, isLast, isNewestRead, base } = props;
  const { deleted, sender_type, sender_name, sender_avatar, edited_at, attachments } = message;
  const text = deleted ? words.log.deleted : message.message;
  if (sender_type === "system") return <li class="chat-notice" dir="auto">{deleted ? text : line(text, mine === "visitor")}</li>;
  const isMine = sender_type === mine;
  const picture = sender_avatar && new URL(sender_avatar, base).href;
  return (
    <li class={`chat-message ${isMine ? "mine" : "theirs"}`}>
      {isFirst && <Sender message={message} isMine={isMine} />}
      <div class="chat-said">
        {isFirst && !isMine && <Face name={sender_name} picture={picture} />}
        {text && (
          <p class={`chat-bubble ${deleted ? "deleted" : ""}`} dir="auto">
            {deleted ? text : <Words text={text} />}
          </p>
        )}
        {attachments.length > 0 && <Attachments files={attachments} base={base} />}
      </div>
      {(isLast || edited_at || isNewestRead) && <Meta message={message} isNewestRead={isNewestRead} />}
    </li>
  );
});

/** Visitors know who they are; operators' own side is that of their colleagues, too. */
function Sender({ message, isMine }: Pick<BubbleProps, "message"> & { isMine: boolean }) {
  const isMyself = isMine && message.sender_type === "visitor";
  const { sender_type, sender_name } = message;
  const name = sender_type === "bot" ? words.log.byBot(sender_name) : sender_name;
  return <p class={isMyself ? "chat-hidden" : "chat-name"}>{isMyself ? words.log.you : name}</p>;
}

function Meta({ message, isNewestRead }: Pick<BubbleProps, "message" | "isNewestRead">) {
  const { created_at, timestamp, edited_at } = message;
  return (
    <p class="chat-meta">
      <time dir="auto" dateTime={`${created_at.replace(" ", "T")}Z`} title={fullDate(timestamp)}>
        {clock(timestamp)}
      </time>
      {edited_at && ` · ${words.log.edited}`}
      {isNewestRead && ` · ${words.log.read}`}
    </p>
  );
}
