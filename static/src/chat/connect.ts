/** The page's one connection, as the server's configuration wants it. None where it wants polling. */

import { providersOf, type RealtimeConfig } from "../realtime/config.ts";
import { Connection } from "../realtime/connection.ts";
import { dialWith, type Libraries, type Line } from "../realtime/echoLink.ts";
import { lazily } from "../realtime/lazy.ts";
import { authenticate, authorize, type Caller } from "./api.ts";

const LIBRARIES = new URL("chatbot-realtime.js", import.meta.url); // it lies beside every bundle of ours

export interface ConnectOptions {
  caller: Caller;
  realtime: RealtimeConfig;
  made?: Line["made"];
  changed?: () => void;
}

export function connect({ caller, realtime, made, changed }: ConnectOptions): Connection | undefined {
  const providers = providersOf(realtime);
  if (providers.length === 0) return undefined;
  const dial = dialWith({
    load: lazily<Libraries>(LIBRARIES),
    authorize: (provider, ...request) => authorize(caller, provider.authEndpoint, ...request),
    authenticate: (provider, socketId) => authenticate(caller, provider.userAuthEndpoint, socketId),
    ...(made && { made }),
  });
  const connection = new Connection(providers, dial, changed);
  connection.start();
  return connection;
}
