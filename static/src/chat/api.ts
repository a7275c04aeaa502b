/** Calls to our server: JSON both ways, an end to every wait, one shape for everything that goes wrong. */

import type { AuthData, UserAuthData } from "../realtime/options.ts";
import type { RealtimeConfig } from "../realtime/config.ts";
import { refusal } from "../words/refusals.ts";
import { words } from "../words/words.ts";
import type { Conversation, Message, Page } from "./message.ts";
import type { Site } from "./site.ts";

const PATIENCE_MS = 10_000;
const OLDER = 50; // messages: a few screens

/** Who calls where: a visitor with a token, or an operator with a session. */
export interface Caller {
  base: string; // addresses below are relative to it
  headers: () => Record<string, string>;
  credentials: RequestCredentials;
  keepalive?: boolean; // what is asked goes out even when the page goes
}

export interface ErrorBody {
  code?: string;
  message?: string;
  errors?: Record<string, string[]>; // by field: they say more than `message`
  messages?: Message[]; // with `newer_messages`: those that were missed
}

/** Status 0: there was no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody = {},
    readonly retryAfterMs = 0,
  ) {
    super(refusal(body) ?? Object.values(body.errors ?? {})[0]?.[0] ?? body.message ?? sentenceOf(status));
  }

  get code(): string {
    return this.body.code ?? (this.status === 0 ? "unreachable" : "failed");
  }

  /** Nobody is known, or they may not see this: the words of our server, not a proxy's. */
  get isRefusal(): boolean {
    return this.body.code !== undefined && [401, 403, 404].includes(this.status);
  }

  /** The conversation is over: what is still to be said goes into another one. */
  get isClosed(): boolean {
    return this.code === "conversation_closed";
  }

  /** It may well work if it is said again: the server is away, busy, or asks us to slow down. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502 || this.code === "request_running";
  }
}

/** What to say when our server has not said it: nobody answered, or only a proxy before it. */
function sentenceOf(status: number): string {
  if (status >= 502) return words.problems.maintenance;
  return status === 0 ? words.problems.unreachable : words.problems.refused;
}

export async function call<Answer>(caller: Caller, address: string, body?: object, method?: Method): Promise<Answer> {
  const answer = await ask(caller, address, body, method);
  const parsed: unknown = await answer.json().catch(() => null);
  return understood<Answer>(answer.status, parsed, answer.headers.get("Retry-After"));
}

export function understood<Answer>(status: number, parsed: unknown, retryAfter: string | null): Answer {
  const isOk = status >= 200 && status < 300;
  if (isOk && isObject(parsed)) return parsed as Answer;
  // A proxy's page where JSON should be is no answer of our server.
  const error = isObject(parsed) ? parsed : {};
  throw new ApiError(isOk ? 0 : status, error, Number(retryAfter) * 1000 || 0);
}

type Method = "GET" | "POST" | "DELETE";

async function ask(
  { base, headers, credentials, keepalive = false }: Caller,
  address: string,
  body?: object,
  method: Method = body ? "POST" : "GET",
): Promise<Response> {
  try {
    return await fetch(new URL(address, base), {
      method,
      headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }), ...headers() },
      ...(body && { body: JSON.stringify(body) }),
      credentials,
      keepalive,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new ApiError(0);
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export interface Sent {
  message: Message;
  conversation?: Conversation;
}

/** Who this is on the page's own site, whose server vouches for it with the hash. */
export interface Identity {
  id: string;
  name?: string;
  email?: string;
  hash: string;
}

/** What a widget tells of itself and of its page; undefined is left out. */
export interface Introduction {
  site: string;
  consent?: boolean;
  identity?: Identity;
  page_url?: string;
  referrer?: string;
  locale?: string;
  timezone?: string;
  name?: string;
  email?: string;
  attributes?: Record<string, string>;
}

/** As the server knows them: by what they typed, and by what their page vouches for. */
export interface Visitor {
  id: number;
  name: string;
  email: string;
  identity: { id: string } | null;
}

export interface InitAnswer {
  token: string | null; // null: the site asks for consent, and there is none
  visitor: Visitor | null; // the same
  conversation: Conversation | null;
  messages: Message[];
  site: Site;
  realtime: RealtimeConfig;
}

export interface NewMessage {
  message: string;
  client_message_id: string;
}

export const init = (caller: Caller, told: Introduction) => call<InitAnswer>(caller, "api/chatbot/init", told);

export const send = (caller: Caller, message: NewMessage & { conversation_id?: number }) =>
  call<Sent>(caller, "api/chatbot/message", message);

export const rate = (caller: Caller, address: string, score: number, comment: string) =>
  call<{ conversation: Conversation }>(caller, `${address}/rating`, { score, comment });

export const sendTranscript = (caller: Caller, address: string, email: string) =>
  call<object>(caller, `${address}/transcript`, { email });

/** What the caller causes need not come back to the socket that is named. */
export const named = (caller: Caller, socketId: string | undefined): Caller => ({
  ...caller,
  headers: () => ({ ...caller.headers(), ...(socketId && { "X-Socket-ID": socketId }) }),
});

export const history = (caller: Caller, address: string, after: number) =>
  call<Page>(caller, `${address}?after=${after}`);

export const older = (caller: Caller, address: string, before: number) =>
  call<Page>(caller, `${address}?before=${before}&limit=${OLDER}`);

export const authorize = (caller: Caller, endpoint: string, socket_id: string, channel_name: string) =>
  call<AuthData>(caller, endpoint, { socket_id, channel_name });

export const authenticate = (caller: Caller, endpoint: string, socket_id: string) =>
  call<UserAuthData>(caller, endpoint, { socket_id });
