/** What the server tells about realtime (`GET /api/chatbot/config`), and what we make of it. */

export interface OwnServer {
  enabled: boolean;
  key: string;
  host: string;
  port: number;
  scheme: "http" | "https";
  authEndpoint: string;
  userAuthEndpoint: string;
}

export interface HostedPusher {
  enabled: boolean;
  key: string;
  cluster: string;
  encrypted: boolean;
  /** Of a compatible server that stands in for Pusher's own. */
  host: string | null;
  port: number | null;
  scheme: "http" | "https" | null;
  authEndpoint: string;
  userAuthEndpoint: string;
}

export interface RealtimeConfig {
  realtimeProvider: "pusher" | "reverb" | "polling";
  reverb: OwnServer;
  pusher: HostedPusher;
  pollingInterval: number; // milliseconds
}

export type Provider = ({ name: "pusher" } & HostedPusher) | ({ name: "reverb" } & OwnServer);
export type ProviderName = Provider["name"];

/** Best first. Whoever asks for polling gets no socket at all. */
export function providersOf({ realtimeProvider, pusher, reverb }: RealtimeConfig): Provider[] {
  if (realtimeProvider === "polling") return [];
  const all: Provider[] = [
    { name: "pusher", ...pusher },
    { name: "reverb", ...reverb },
  ];
  return all.filter(({ enabled }) => enabled);
}
