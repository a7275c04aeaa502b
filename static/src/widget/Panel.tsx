/** The open widget: a head with the site's name, the conversation, and the way out. */

import { useEffect, useRef } from "preact/hooks";
import { Conversation } from "../chat/Conversation.tsx";
import type { WhoseId } from "../chat/message.ts";
import { words } from "../words/words.ts";
import { Consent } from "./Consent.tsx";
import { Ending } from "./Ending.tsx";
import { Head } from "./Head.tsx";
import { greeting } from "./hours.ts";
import type { Session } from "./session.ts";

interface PanelProps {
  session: Session;
  close: () => void;
}

export function Panel({ session, close }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector("textarea")?.focus(), []);
  const leaveOnEscape = ({ key }: KeyboardEvent) => key === "Escape" && close();
  const { followed } = session;
  const { status, rating } = session.store.state.standing;
  const isClosed = status === "closed";
  return (
    <section class="panel" role="dialog" aria-label={words.panel.name} ref={panel} onKeyDown={leaveOnEscape}>
      <Head session={session} close={close} />
      {session.consentText ? (
        <Consent text={session.consentText} agree={() => session.agree()} />
      ) : (
        <Conversation
          store={session.store}
          sender={session.sender}
          reader={session.reader}
          keystrokes={session.keystrokes}
          mine="visitor"
          isMe={isVisitor}
          label={session.site?.texts.placeholder ?? words.sending.placeholder}
          emptyText={session.site ? greeting(session.site, new Date()) : ""}
          base={session.base}
          connection={session.travel}
          hint={session.hint}
          closedBecause={session.problem}
          before={session.talks.isAnother && <p class="another">{words.panel.another}</p>}
          after={isClosed && followed && <Ending key={followed.id} conversation={followed} rating={rating} />}
        />
      )}
    </section>
  );
}

/** A conversation has one visitor. */
const isVisitor = ({ sender_type }: WhoseId) => sender_type === "visitor";
