/** What laravel-echo and pusher-js are told about a provider. */

import type { HostedPusher, OwnServer } from "./config.ts";

export interface AuthData {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

export interface UserAuthData {
  auth: string;
  user_data: string;
}

const HABITS = {
  activityTimeout: 15_000, // with the next, a dead socket is noticed within 20 s
  pongTimeout: 5_000,
  unavailableTimeout: 6_000, // how long one attempt may take
  withoutInterceptors: true, // Echo would change the host page's axios and jQuery
};

/**
 * pusher-js would try others after two seconds. With `forceTLS` it opens this very transport over
 * TLS; the one that it calls "wss" is only its second try where TLS is not forced.
 */
const ONE_TRANSPORT = { enabledTransports: ["ws" as const] };

type Address =
  | ({ name: "pusher" } & Pick<HostedPusher, "key" | "cluster" | "encrypted" | "host" | "port">)
  | ({ name: "reverb" } & Pick<OwnServer, "key" | "host" | "port" | "scheme">);

export const optionsOf = (provider: Address) =>
  provider.name === "pusher" ? hosted(provider) : own(provider);

const hosted = ({ key, cluster, encrypted, host, port }: Address & { name: "pusher" }) => ({
  ...HABITS,
  broadcaster: "pusher" as const,
  key,
  cluster,
  wsHost: host ?? `ws-${cluster}.pusher.com`,
  wsPort: port ?? 80,
  wssPort: port ?? 443,
  forceTLS: encrypted,
  ...ONE_TRANSPORT,
});

const own = ({ key, host, port, scheme }: Address & { name: "reverb" }) => ({
  ...HABITS,
  broadcaster: "reverb" as const,
  cluster: "", // pusher-js insists on one
  key,
  wsHost: host,
  wsPort: port,
  wssPort: port,
  forceTLS: scheme === "https",
  ...ONE_TRANSPORT,
});
