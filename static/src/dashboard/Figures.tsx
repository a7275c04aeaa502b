/** The numbers at the top of the page Realtime. */

import { ago, type Backlog, type Status } from "./realtimeStatus.ts";
import type { Speed } from "./speed.ts";

const COUNTED: Record<string, string> = {
  evictions: "Cut off, too slow",
  refusals: "Turned away",
  pruned: "Closed, silent",
  stalls: "Held up",
  limits_hit: "Limits hit",
};

export function Figures({ status, speed }: { status: Status; speed: Speed }) {
  const { totals, channels, webhooks, outbox } = status;
  const span = speed.seconds === null ? "on average since the start" : `in the last ${ago(speed.seconds)}`;
  const total = (of: "waiting" | "failed") => webhooks.reduce((sum, webhook) => sum + webhook[of], 0);
  return (
    <dl class="rt-figures">
      {!status.is_redis_away && (
        <>
          <Figure name="Connections" value={totals["sockets"]} />
          <Figure name="Channels" value={channels.total} />
          <Figure name="Events per second" value={rounded(speed.events)} note={span} />
          <Figure name="Delivered per second" value={rounded(speed.deliveries)} note={span} />
          {Object.entries(COUNTED)
            .filter(([name]) => name in totals)
            .map(([name, title]) => (
              <Figure key={name} name={title} value={totals[name]} note="since the start" />
            ))}
        </>
      )}
      {outbox.map((backlog) => (
        <Figure
          key={backlog.broadcaster}
          name={`Waiting for ${backlog.broadcaster}`}
          value={backlog.waiting}
          note={backlogNote(backlog)}
        />
      ))}
      <Figure name="Webhook calls waiting" value={total("waiting")} note={`${total("failed")} given up in 7 days`} />
    </dl>
  );
}

function Figure({ name, value = 0, note = "" }: { name: string; value: number | undefined; note?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value.toLocaleString("en")}
        {note && <span class="rt-note">{note}</span>}
      </dd>
    </div>
  );
}

function backlogNote({ waiting, age_seconds, parked }: Backlog): string {
  const notes = [waiting && `the oldest for ${ago(age_seconds)}`, parked && `${parked} given up`];
  return notes.filter(Boolean).join(", ");
}

const rounded = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
