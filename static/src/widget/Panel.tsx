/**
 * The open widget: a head with the site's name, the conversation, and the way out. The conversation
 * stays where it was while something else is looked at.
 */

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Conversation } from "../chat/Conversation.tsx";
import { keepPage } from "../chat/files/useDrop.ts";
import { words } from "../words/words.ts";
import { Afresh } from "./ending/Afresh.tsx";
import { After } from "./ending/After.tsx";
import type { Attention } from "./attention/attention.ts";
import { AttentionSwitches } from "./attention/AttentionSwitches.tsx";
import { Consent } from "./before/Consent.tsx";
import { Head } from "./Head.tsx";
import { greeting } from "./hours.ts";
import { isVisitor } from "./isVisitor.ts";
import { PreChat } from "./before/PreChat.tsx";
import type { Session } from "./session.ts";
import { type View, ViewItems, ViewShown } from "./Views.tsx";

interface PanelProps {
  session: Session;
  close: () => void;
  attention?: Attention | undefined;
}

export function Panel({ session, close, attention }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  const [view, go] = useState<View>("talk");
  const front = frontOf(session, view, go);
  const isTalk = front === null;
  useEffect(() => {
    if (isTalk) panel.current?.querySelector<HTMLElement>(".talk textarea:enabled")?.focus();
  }, [isTalk]);
  const leaveOnEscape = ({ key }: KeyboardEvent) => key === "Escape" && close();
  return (
    <section
      class="panel"
      role="dialog"
      aria-label={words.panel.name}
      ref={panel}
      onKeyDown={leaveOnEscape}
      onDragOver={keepPage}
      onDrop={keepPage}
    >
      <Head session={session} close={close}>
        {session.entrance.mayKeep && <ViewItems session={session} go={go} />}
        {session.entrance.mayKeep && attention && <hr />}
        {attention && <AttentionSwitches attention={attention} />}
      </Head>
      <div class="talk" hidden={!isTalk}>
        <Conversation
          key={session.desk.sitters}
          store={session.store}
          sender={session.sender}
          reader={session.reader}
          keystrokes={session.keystrokes}
          draft={session.desk.draft}
          recent={session.recent}
          mine="visitor"
          isMe={isVisitor}
          label={session.entrance.site?.texts.placeholder ?? words.sending.placeholder}
          emptyText={session.entrance.site ? greeting(session.entrance.site, new Date()) : ""}
          base={session.base}
          connection={session.travel}
          hint={session.hint}
          uploads={session.entrance.site?.upload_limits}
          closedBecause={session.entrance.problem}
          before={session.talks.isAnother && <p class="another">{words.panel.another}</p>}
          after={<After session={session} />}
        />
      </div>
      {front}
    </section>
  );
}

/** What has to be settled before anybody talks comes before what one may look at. */
function frontOf(session: Session, view: View, go: (view: View) => void): VNode | null {
  const { entrance, own, form, store } = session;
  const startAgain = () => (go("talk"), session.startAgain());
  if (entrance.consentText) return <Consent text={entrance.consentText} agree={() => entrance.agree()} />;
  if (own.isErased) return <Afresh because={words.own.erased} label={words.afresh.start} act={startAgain} />;
  if (view !== "talk") return <ViewShown session={session} go={go} view={view} />;
  if (form.fields.length === 0) return null;
  const isWaitedFor = store.state.outgoing.length > 0;
  return <PreChat fields={form.fields} isWaitedFor={isWaitedFor} answer={(answers) => session.introduce(answers)} />;
}
