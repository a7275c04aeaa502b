/** The health cards on the operators' first page: drawn from props, then looked at every 5 s. */

import { useEffect, useState } from "preact/hooks";
import { headlines, news, type Part, readHealth, type Report, type Seen, words } from "./health.ts";

const EVERY_MS = 5000;

export interface HealthProps {
  url: string;
  report: Report;
}

export function Health({ url, report: first }: HealthProps) {
  const { report, isConnected, said } = useHealth(url, first);
  return (
    <section class="health" aria-labelledby="health-title" data-connected={isConnected}>
      <header class="health-head">
        <h2 id="health-title">Health</h2>
        <p class={isConnected ? `headline ${report.status}` : "headline unavailable"}>
          {isConnected ? headlines[report.status] : "No connection"}
        </p>
      </header>
      <ul class="health-parts">
        {report.parts.map((part) => (
          <PartCard key={part.name} {...part} />
        ))}
      </ul>
      {!isConnected && (
        <p class="health-note">
          The server does not answer; what you see is the last state known. Trying again every few seconds.
        </p>
      )}
      <p class="visually-hidden" aria-live="polite">
        {said}
      </p>
    </section>
  );
}

function PartCard({ name, state, detail }: Part) {
  return (
    <li class={`part ${state}`}>
      <h3>{name}</h3>
      <p class="part-state">{words[state]}</p>
      <p class="part-detail">{detail}</p>
    </li>
  );
}

interface Shown extends Seen {
  said: string;
}

/** Keeps the last report while there is no connection; looks only while the page is seen. */
function useHealth(url: string, first: Report): Shown {
  const [seen, setSeen] = useState<Shown>({ report: first, isConnected: true, said: "" });
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return;
      const report = await readHealth(url);
      setSeen((before) => after(before, report));
    };
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [url]);
  return seen;
}

function after(before: Shown, report: Report | null): Shown {
  return {
    report: report ?? before.report,
    isConnected: report !== null,
    said: news(before, report) || before.said,
  };
}
