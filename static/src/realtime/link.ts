/** A socket to one provider, as `Connection` sees it. `echoLink.ts` is the real one. */

import type { Provider } from "./config.ts";

export interface Link {
  /** By which the server knows the socket while it is open. */
  readonly socketId: string | undefined;
  open(): void;
  /** Says nothing more afterwards, and may be opened again. */
  close(): void;
  /** Wire names, `private-chat.conversation.1`; remembered over closing and opening. */
  join(channel: string): void;
  leave(channel: string): void;
}

export interface Reports {
  up(): void;
  /** Could not be opened, was lost, or a subscription was refused. */
  down(): void;
  subscribed(channel: string): void;
  heard(channel: string, event: string, data: unknown): void;
}

/** Makes a link, not yet open. Fails when the libraries cannot be loaded. */
export type Dial = (provider: Provider, reports: Reports) => Promise<Link>;
