/** What laravel-echo and pusher-js are told about a provider. */

import type { HostedPusher, OwnServer, Provider } from "./config.ts";

export interface AuthData {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

const HABITS = {
  activityTimeout: 15_000, // with the next, a dead socket is noticed within 20 s
  pongTimeout: 5_000,
  unavailableTimeout: 6_000, // how long one attempt may take
  withoutInterceptors: true, // Echo would change the host page's axios and jQuery
};

export const optionsOf = (provider: Provider) =>
  provider.name === "pusher" ? hosted(provider) : own(provider);

const hosted = ({ key, cluster, encrypted }: HostedPusher) => ({
  ...HABITS,
  broadcaster: "pusher" as const,
  key,
  cluster,
  forceTLS: encrypted,
  enabledTransports: [transport(encrypted)],
});

const own = ({ key, host, port, scheme }: OwnServer) => ({
  ...HABITS,
  broadcaster: "reverb" as const,
  cluster: "", // pusher-js insists on one
  key,
  wsHost: host,
  wsPort: port,
  wssPort: port,
  forceTLS: scheme === "https",
  enabledTransports: [transport(scheme === "https")],
});

/** One only: pusher-js would else try the others, too, after two seconds. */
const transport = (isSecure: boolean) => (isSecure ? ("wss" as const) : ("ws" as const));
