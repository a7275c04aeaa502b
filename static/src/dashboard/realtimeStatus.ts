/** How realtime is over all processes, as `GET /admin/realtime/status` tells it. Times in unix seconds. */

export interface Process {
  id: string;
  started_at: number;
  told_at: number;
  lease_ends_at: number;
  sockets: number;
  channels: number;
  counters: Record<string, number>;
}

export interface App {
  id: string;
  key: string;
  is_enabled: boolean;
  sockets: number | null; // null: nobody knows without Redis
  max_connections: number;
  channels: number | null;
  options: Record<string, string>;
}

export interface Channel {
  app: string;
  name: string;
  subscriptions: number;
  users: number | null;
}

export interface Webhook {
  id: number;
  app: string;
  is_active: boolean;
  waiting: number;
  failed: number;
  last_status: string;
  last_code: number | null;
  last_at: number | null;
}

/** What one broadcaster has yet to tell. */
export interface Backlog {
  broadcaster: string;
  waiting: number;
  age_seconds: number;
  parked: number;
}

export interface Status {
  at: number;
  is_redis_away: boolean;
  complaints: string[];
  totals: Record<string, number>;
  processes: Process[];
  apps: App[];
  channels: { total: number; found: number; more: number; listed: Channel[] };
  outbox: Backlog[];
  webhooks: Webhook[];
}

/** Which channels to list. */
export interface Question {
  app: string;
  prefix: string;
  sort: "count" | "name";
}

export function queryOf({ app, prefix, sort }: Question): string {
  const told = Object.entries({ app, prefix, sort: sort === "name" ? sort : "" });
  return new URLSearchParams(told.filter(([, value]) => value)).toString();
}

/** `90` -> "1 min"; roughly, as one says it. */
export function ago(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}
