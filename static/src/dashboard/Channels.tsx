/** Who listens to what: the busiest channels of all, filtered as one types. */

import { useEffect, useState } from "preact/hooks";
import { Panel, Table } from "./Panel.tsx";
import type { Channel, Question, Status } from "./realtimeStatus.ts";

const TYPING_MS = 250;

export interface ChannelsProps {
  status: Status;
  question: Question;
  ask: (question: Question) => void;
  /** Only for those who may use the console. */
  listen?: (channel: Channel) => void;
}

export function Channels({ status: { apps, channels }, question, ask, listen }: ChannelsProps) {
  const headers = ["Channel", "App", "Subscriptions", "Users", ...(listen ? [""] : [])];
  const isFiltered = question.app !== "" || question.prefix !== "";
  return (
    <Panel title="Channels">
      {(channels.total > 0 || isFiltered) && (
        <Filter apps={apps.map(({ id }) => id)} question={question} ask={ask} />
      )}
      {channels.listed.length === 0 ? (
        <p class="rt-hint">
          {isFiltered ? "Nobody listens to such a channel." : "Nobody listens to anything at the moment."}
        </p>
      ) : (
        <Table title="Channels" headers={headers}>
          {channels.listed.map((channel) => (
            <tr key={`${channel.app} ${channel.name}`}>
              <td class="rt-name">{channel.name}</td>
              <td>{channel.app}</td>
              <td>{channel.subscriptions.toLocaleString("en")}</td>
              <td>{channel.users?.toLocaleString("en")}</td>
              {listen && (
                <td>
                  <button type="button" class="rt-button small" onClick={() => listen({ ...channel })}>
                    Listen<span class="visually-hidden"> to {channel.name}</span>
                  </button>
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      {channels.more > 0 && <p class="rt-hint">And {channels.more.toLocaleString("en")} more.</p>}
    </Panel>
  );
}

interface FilterProps {
  apps: string[];
  question: Question;
  ask: (question: Question) => void;
}

function Filter({ apps, question, ask }: FilterProps) {
  const [prefix, setPrefix] = useState(question.prefix);
  useEffect(() => {
    if (prefix === question.prefix) return;
    const timer = setTimeout(() => ask({ ...question, prefix }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [prefix, question, ask]);
  return (
    <form class="rt-filter" onSubmit={(event) => event.preventDefault()}>
      <label class="rt-field">
        Begins with
        <input value={prefix} maxLength={164} onInput={({ currentTarget }) => setPrefix(currentTarget.value)} />
      </label>
      {apps.length > 1 && (
        <label class="rt-field">
          App
          <select value={question.app} onChange={({ currentTarget }) => ask({ ...question, app: currentTarget.value })}>
            <option value="">All</option>
            {apps.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
      )}
      <label class="rt-field">
        Order
        <select
          value={question.sort}
          onChange={({ currentTarget }) =>
            ask({ ...question, sort: currentTarget.value === "name" ? "name" : "count" })
          }
        >
          <option value="count">Busiest first</option>
          <option value="name">By name</option>
        </select>
      </label>
    </form>
  );
}
