/** A page with a session on it, and a server whose answers tests write. */

import { mock } from "node:test";
import { middle, pass, settled, useFakeClock } from "../realtime/testing.ts";
import { Session } from "./session.ts";
import type { Told } from "./told.ts";
import { tokensFor } from "./keeping/tokens.ts";

export const LONGEST_MS = 8_000;
export const welcome = {
  success: true,
  token: "slv_1",
  conversation: null,
  messages: [],
  site: { name: "Shop" },
  realtime: { realtimeProvider: "polling", pollingInterval: 2_000, reverb: { enabled: false }, pusher: { enabled: false } },
};

export function usePage(): void {
  useFakeClock();
  mock.method(Math, "random", middle);
  on({ onLine: true });
}

export function on(navigator: { onLine: boolean }): void {
  const document = Object.assign(new EventTarget(), { hidden: false });
  const pages = { navigator, location: { origin: "https://shop.example" }, document, addEventListener() {}, removeEventListener() {} };
  for (const [name, value] of Object.entries(pages)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
}

type Answer = (address: URL, request?: RequestInit) => Response | Promise<Response>;
export type Fetched = ReturnType<typeof answering>;

export const answering = (answer: Answer) => {
  const fetched = mock.fn(async (address: URL, request?: RequestInit) => answer(address, request));
  Object.assign(globalThis, { fetch: fetched });
  return fetched;
};

/** What a refused preflight looks like, and a server that is away. */
export const silence = (): never => {
  throw new TypeError("Failed to fetch");
};

/** What was posted, by the end of its address. */
export const posted = (fetched: Fetched, end: string) =>
  fetched.mock.calls
    .map(({ arguments: [address, request] }) => ({ path: address.pathname, body: request?.body }))
    .filter(({ path }) => path.endsWith(end));

export async function begun(attempts: number, page: Told = {}): Promise<Session> {
  const embed = { site: "shop", base: "https://chat.example/" };
  const session = new Session(embed, tokensFor("shop"), () => {}, page);
  session.entrance.begin().catch(() => {});
  await settled();
  for (let made = 1; made < attempts; made += 1) await pass(LONGEST_MS);
  return session;
}
