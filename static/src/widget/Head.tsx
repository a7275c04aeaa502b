/** The panel's head: whose chat this is, whether somebody is there, and the way out. */

import { useEffect, useState } from "preact/hooks";
import { words } from "../words/words.ts";
import { presence } from "./hours.ts";
import type { Session } from "./session.ts";

const MINUTE_MS = 60_000;

interface HeadProps {
  session: Session;
  close: () => void;
}

export function Head({ session: { site }, close }: HeadProps) {
  const now = useNow();
  return (
    <div class="head">
      <div class="head-words">
        <h2 dir="auto">{site?.texts.title ?? words.panel.title}</h2>
        <p class="presence">{site && presence(site.hours, now)}</p>
      </div>
      <button class="leave" type="button" aria-label={words.panel.close} onClick={close}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 9.5l6 6 6-6" />
        </svg>
      </button>
    </div>
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
