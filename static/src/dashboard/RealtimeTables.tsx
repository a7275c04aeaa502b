/** Apps, processes and webhooks on the page Realtime. */

import { Panel, Table } from "./Panel.tsx";
import { ago, type App, type Status, type Webhook } from "./realtimeStatus.ts";

const OF_A_PROCESS = [
  "Process",
  "Up for",
  "Told",
  "Connections",
  "Channels",
  "Events",
  "Delivered",
  "Received",
  "Cut off",
];
const SILENT_SECONDS = 15; // it tells every 5 s; after 60 it counts as dead

const amount = (value: number | null | undefined) => value?.toLocaleString("en") ?? "?";

export function Apps({ apps }: { apps: App[] }) {
  return (
    <Panel title="Apps">
      <Table title="Apps" headers={["App", "Key", "Connections", "Channels", "Options"]}>
        {apps.map((app) => (
          <tr key={app.id}>
            <td class="rt-name">{app.id}</td>
            <td>{app.key || "none: pages poll"}</td>
            <td>
              {app.is_enabled ? `${amount(app.sockets)} of ${amount(app.max_connections)}` : "switched off"}
            </td>
            <td>{amount(app.channels)}</td>
            <td>{optionsOf(app)}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

const optionsOf = ({ options }: App): string =>
  Object.entries(options)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`)
    .join("; ");

export function Processes({ status: { processes, at } }: { status: Status }) {
  return (
    <Panel title="Processes">
      {processes.length === 0 ? (
        <p class="rt-hint">No process holds sockets: nobody has connected since the last start.</p>
      ) : (
        <Table title="Processes" headers={OF_A_PROCESS}>
          {processes.map(({ id, started_at, told_at, sockets, channels, counters }) => (
            <tr key={id}>
              <td class="rt-name">{id}</td>
              <td>{ago(at - started_at)}</td>
              <td>
                {ago(at - told_at)} ago{at - told_at > SILENT_SECONDS && ", silent"}
              </td>
              <td>{amount(sockets)}</td>
              <td>{amount(channels)}</td>
              <td>{amount(counters["events"])}</td>
              <td>{amount(counters["deliveries"])}</td>
              <td>{amount(counters["frames_in"])}</td>
              <td>{amount(counters["evictions"])}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

interface WebhooksProps {
  webhooks: Webhook[];
  at: number;
  lists: Record<string, string>;
}

export function Webhooks({ webhooks, at, lists: { webhooks: list, deliveries } }: WebhooksProps) {
  return (
    <Panel title="Webhooks">
      {webhooks.length === 0 ? (
        <p class="rt-hint">
          No other server wants to be told what happens here. {list && <a href={`${list}add/`}>Add a webhook</a>}
        </p>
      ) : (
        <Table title="Webhooks" headers={["Webhook", "App", "Waiting", "Given up", "Last call"]}>
          {webhooks.map((webhook) => (
            <tr key={webhook.id}>
              <td class="rt-name">
                {list ? <a href={`${list}${webhook.id}/change/`}>Webhook {webhook.id}</a> : `Webhook ${webhook.id}`}
                {!webhook.is_active && " (off)"}
              </td>
              <td>{webhook.app}</td>
              <td>{amount(webhook.waiting)}</td>
              <td>{amount(webhook.failed)}</td>
              <td>
                {deliveries && webhook.last_at ? (
                  <a href={`${deliveries}?webhook__id__exact=${webhook.id}`}>{last(webhook, at)}</a>
                ) : (
                  last(webhook, at)
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

function last({ last_at, last_status, last_code }: Webhook, at: number): string {
  if (last_at === null) return "none yet";
  return `${last_status}${last_code === null ? "" : ` (${last_code})`}, ${ago(at - last_at)} ago`;
}
