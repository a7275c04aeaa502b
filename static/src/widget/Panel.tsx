/** The open widget: a head with the site's name, the conversation, and the way out. */

import { useEffect, useRef } from "preact/hooks";
import { Conversation } from "../chat/Conversation.tsx";
import type { WhoseId } from "../chat/message.ts";
import { Consent } from "./Consent.tsx";
import type { Session } from "./session.ts";

interface PanelProps {
  session: Session;
  close: () => void;
}

export function Panel({ session, close }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector("textarea")?.focus(), []);
  const leaveOnEscape = ({ key }: KeyboardEvent) => key === "Escape" && close();
  return (
    <section class="panel" role="dialog" aria-label="Chat" ref={panel} onKeyDown={leaveOnEscape}>
      <div class="head">
        <h2>{session.siteName || "Chat with us"}</h2>
        <button class="leave" type="button" aria-label="Close chat" onClick={close}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 9.5l6 6 6-6" />
          </svg>
        </button>
      </div>
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
          label="Write a message"
          emptyText="Hello! Ask us anything; a person will answer you here."
          base={session.base}
          connection={session.travel}
          hint={session.hint}
          closedBecause={session.problem}
        />
      )}
    </section>
  );
}

/** A conversation has one visitor. */
const isVisitor = ({ sender_type }: WhoseId) => sender_type === "visitor";
