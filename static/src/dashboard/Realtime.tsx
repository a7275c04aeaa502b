/** The operators' page Realtime: drawn from props, then looked at anew every few seconds. */

import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, call } from "../chat/api.ts";
import { CALLER } from "./caller.ts";
import { Channels } from "./Channels.tsx";
import { Console, type ConsoleProps } from "./Console.tsx";
import { Figures } from "./Figures.tsx";
import { Apps, Processes, Webhooks } from "./RealtimeTables.tsx";
import { type Channel, type Question, queryOf, type Status } from "./realtimeStatus.ts";
import { type Speed, Speedometer } from "./speed.ts";

const EVERY_MS = 4_000;

export interface RealtimeProps {
  status: Status;
  question: Question;
  url: string;
  lists: Record<string, string>; // of the admin, as far as they open: title -> address
  console: ConsoleProps | null; // only for those who may use it
}

export function Realtime({ status: first, question: asked, url, lists, console }: RealtimeProps) {
  const [question, ask] = useState(asked);
  const { status, speed, trouble } = useStatus(first, url, question);
  const [wanted, want] = useState<Pick<Channel, "app" | "name"> | null>(null);
  return (
    <div class="realtime">
      <div role="status">
        {[...(trouble ? [trouble] : []), ...status.complaints].map((words) => (
          <p key={words} class="rt-complaint">
            {words}
          </p>
        ))}
      </div>
      <Figures status={status} speed={speed} />
      {!status.is_redis_away && (
        <Channels status={status} question={question} ask={ask} {...(console && { listen: want })} />
      )}
      {console && <Console {...console} channels={status.channels.listed} wanted={wanted} />}
      <Apps apps={status.apps} />
      {!status.is_redis_away && <Processes status={status} />}
      <Webhooks webhooks={status.webhooks} at={status.at} lists={lists} />
      <nav class="rt-links" aria-label="Lists">
        {Object.entries(lists).map(([title, address]) => (
          <a key={title} href={address}>
            {title[0]!.toUpperCase() + title.slice(1)}
          </a>
        ))}
      </nav>
    </div>
  );
}

interface Shown {
  status: Status;
  speed: Speed;
  trouble: string;
}

/** Keeps the last state while there is no answer; looks only while the page is seen. */
function useStatus(first: Status, url: string, question: Question): Shown {
  const [meter] = useState(() => new Speedometer());
  const [shown, show] = useState<Shown>(() => ({ status: first, speed: meter.read(first.processes), trouble: "" }));
  const isFirst = useRef(true);
  useEffect(() => {
    let isCurrent = true; // an answer to the question before would show other channels
    const query = queryOf(question);
    const look = async () => {
      if (document.hidden) return;
      try {
        const status = await call<Status>(CALLER, query ? `${url}?${query}` : url);
        if (isCurrent) show({ status, speed: meter.read(status.processes), trouble: "" });
      } catch (error) {
        if (isCurrent) show((before) => ({ ...before, trouble: words(error) }));
      }
    };
    if (!isFirst.current) {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
      void look();
    }
    isFirst.current = false;
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      isCurrent = false;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [url, meter, question]);
  return shown;
}

const words = (error: unknown): string =>
  error instanceof ApiError && error.status === 401
    ? "You are signed out. Sign in again, and reload this page."
    : `${error instanceof ApiError ? error.message : "Something went wrong."} What you see is the last state known.`;
