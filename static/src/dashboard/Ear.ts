/**
 * Listens to one channel of one app, whatever its kind, and reports every message as it came.
 *
 * It speaks to pusher-js' connection rather than to its channels: these would try to decrypt what
 * they have no key for, and keep the protocol's own events to themselves.
 */

import { call } from "../chat/api.ts";
import type { OwnServer } from "../realtime/config.ts";
import type { Libraries } from "../realtime/echoLink.ts";
import { lazily } from "../realtime/lazy.ts";
import { type AuthData, optionsOf } from "../realtime/options.ts";
import { CALLER } from "./caller.ts";
import { isGuarded } from "./overheard.ts";

const LIBRARIES = lazily<Libraries>(new URL("chatbot-realtime.js", import.meta.url));

export type Hearing =
  | { state: "deaf" }
  | { state: "connecting" | "listening" | "lost" }
  | { state: "refused"; reason: string };

export interface Reports {
  changed(hearing: Hearing): void;
  heard(event: string, data: unknown): void;
}

export interface Target {
  app: { id: string; key: string };
  channel: string;
  address: Pick<OwnServer, "host" | "port" | "scheme">;
  authEndpoint: string;
}

type Pusher = InstanceType<Libraries["Pusher"]>;

interface Message {
  event: string;
  channel?: string;
  data?: unknown;
}

export class Ear {
  #pusher: Pusher | undefined;
  #isClosed = false;

  constructor(
    private target: Target,
    private reports: Reports,
  ) {}

  async open(): Promise<void> {
    this.#report({ state: "connecting" });
    try {
      const { Pusher } = await LIBRARIES();
      if (!this.#isClosed) this.#connect(Pusher);
    } catch {
      this.#refuse("The libraries could not be loaded. Try again.");
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#pusher?.disconnect();
  }

  #connect(Pusher: Libraries["Pusher"]): void {
    const { app, address, authEndpoint } = this.target;
    const own = { ...address, key: app.key, enabled: true, authEndpoint };
    this.#pusher = new Pusher(app.key, optionsOf({ name: "reverb", ...own }));
    const { connection } = this.#pusher;
    connection.bind("connected", () => void this.#subscribe());
    connection.bind("message", (message: Message) => this.#hear(message));
    connection.bind("error", (error: unknown) => this.#fail(error));
    connection.bind("connecting", () => this.#report({ state: "lost" }));
    connection.bind("unavailable", () => queueMicrotask(() => this.#again()));
  }

  /** By itself pusher-js would rest for 15 s after an attempt that found nobody. */
  #again(): void {
    if (this.#isClosed) return;
    this.#pusher?.disconnect();
    this.#pusher?.connect();
  }

  /** Anew on each connection, as each is another socket. */
  async #subscribe(): Promise<void> {
    const { app, channel, authEndpoint } = this.target;
    const { connection } = this.#pusher!;
    const socket_id = connection.socket_id;
    const asked = { app: app.id, socket_id, channel_name: channel };
    try {
      const signed = isGuarded(channel) ? await call<AuthData>(CALLER, authEndpoint, asked) : {};
      if (connection.socket_id === socket_id) connection.send_event("pusher:subscribe", { channel, ...signed });
    } catch (error) {
      this.#refuse(error instanceof Error ? error.message : "The server does not answer.");
    }
  }

  #hear({ event, channel, data }: Message): void {
    if (channel !== this.target.channel) return;
    if (event === "pusher:subscription_error") return this.#refuse(reasonIn(data));
    if (event === "pusher_internal:subscription_succeeded") this.#report({ state: "listening" });
    if (!this.#isClosed) this.reports.heard(event, data);
  }

  /** pusher-js stays away for good after these codes; after all others it comes back. */
  #fail(error: unknown): void {
    const { code, message } = told(error);
    if (code !== undefined && code >= 4000 && code < 4100) this.#refuse(message ?? `Refused with code ${code}.`);
  }

  #refuse(reason: string): void {
    this.#report({ state: "refused", reason });
    this.close();
  }

  #report(hearing: Hearing): void {
    if (!this.#isClosed) this.reports.changed(hearing);
  }
}

const reasonIn = (data: unknown): string => {
  const { error } = (data ?? {}) as { error?: unknown };
  return typeof error === "string" ? error : "The server refused the subscription.";
};

/** The code and words of an error, which pusher-js wraps once or twice. */
function told(error: unknown): { code?: number; message?: string } {
  const { data, error: inner } = (error ?? {}) as { data?: { code?: number; message?: string }; error?: unknown };
  return data ?? (inner === undefined ? {} : told(inner));
}
