/** The panel's head: whose chat this is, whether somebody is there, and the way out. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { Face } from "../chat/list/Face.tsx";
import type { Operator } from "../chat/message.ts";
import type { Site } from "../chat/site.ts";
import { words } from "../words/words.ts";
import { isOpenAt, presence } from "./hours.ts";
import { Menu } from "./Menu.tsx";
import type { Session } from "./session.ts";

const MINUTE_MS = 60_000;

interface HeadProps {
  session: Session;
  close: () => void;
  /** The items of its menu. */
  children?: ComponentChildren;
}

export function Head({ session: { entrance, store }, close, children }: HeadProps) {
  const { site } = entrance;
  const now = useNow();
  const [presently, isOpen] = useMemo(() => presenceOf(site, now), [site, now, words]);
  const { operator } = store.state.standing;
  return (
    <div class="head">
      {operator && <Face key={operator.id} name={operator.name} picture={operator.avatar} />}
      <div class="head-words">
        <h2 dir="auto">{site?.texts.title ?? words.panel.title}</h2>
        <Answering operator={operator} />
        <p class="presence" hidden={operator !== null && isOpen}>
          {presently}
        </p>
      </div>
      {children && <Menu label={words.menu.name}>{children}</Menu>}
      <button class="chat-round head-button leave" type="button" aria-label={words.panel.close} onClick={close}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 9.5l6 6 6-6" />
        </svg>
      </button>
    </div>
  );
}

const presenceOf = (site: Site | undefined, now: Date): [string, boolean] =>
  site ? [presence(site.hours, now), isOpenAt(site.hours, now)] : ["", false];

/** Who answers, as soon as a person does: it is read out when they come, or when another takes over. */
function Answering({ operator }: { operator: Operator | null }) {
  return (
    <p class="answering" role="status">
      {operator && words.head.answers(operator.name)}
    </p>
  );
}

/** Hours begin and end while the panel is open. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const ticking = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
