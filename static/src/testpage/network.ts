/**
 * The way from this page to its server, with switches in it. It stands between whoever asks and the
 * browser's own `WebSocket`, `fetch` and `XMLHttpRequest`, as a bad network would: the widget knows
 * nothing of it, and no line of the widget is there for it.
 */

import { RefusedSocket } from "./refusedSocket.ts";

export interface Exchange {
  path: string;
  body: string;
  askedAt: number;
}

export interface Listener {
  asked(exchange: Exchange): void;
  answered(exchange: Exchange, answer: Response): void;
}

export class Network {
  isOnline = true;
  #refused = new Set<string>(); // keys of apps, which stand in the addresses of their sockets
  #sockets = new Map<WebSocket, string>();

  constructor(private listener: Listener) {}

  install(page: Window & typeof globalThis): void {
    page.WebSocket = new Proxy(page.WebSocket, {
      construct: (Real, [address, ...more]: [string | URL, ...string[]]) => this.#open(Real, String(address), more),
    });
    const fetch = page.fetch.bind(page);
    page.fetch = (asked, how) => this.#ask(fetch, asked, how);
    this.#guardUploads(page.XMLHttpRequest.prototype);
    Object.defineProperty(page.navigator, "onLine", { get: () => this.isOnline, configurable: true });
  }

  /** Whether the provider with this key may be reached. */
  allow(key: string, isAllowed: boolean): void {
    if (isAllowed) this.#refused.delete(key);
    else this.#refused.add(key);
    this.#cut((address) => !this.#isLet(address));
  }

  /** Browsers tell pages when the network goes and comes. */
  turn(isOnline: boolean): void {
    this.isOnline = isOnline;
    this.#cut((address) => !this.#isLet(address));
    dispatchEvent(new Event(isOnline ? "online" : "offline"));
  }

  /** As when a train enters a tunnel and leaves it again: whoever wants may connect anew. */
  cut(): void {
    this.#cut(() => true);
  }

  #cut(isMeant: (address: string) => boolean): void {
    for (const [socket, address] of this.#sockets) if (isMeant(address)) socket.close();
  }

  #isLet(address: string): boolean {
    const key = new URL(address, location.href).pathname.split("/").pop() ?? "";
    return this.isOnline && !this.#refused.has(key);
  }

  #open(Real: typeof WebSocket, address: string, more: string[]): object {
    if (!this.#isLet(address)) return new RefusedSocket(address);
    const socket = new Real(address, ...more);
    this.#sockets.set(socket, address);
    socket.addEventListener("close", () => this.#sockets.delete(socket));
    return socket;
  }

  async #ask(fetch: typeof window.fetch, asked: RequestInfo | URL, how?: RequestInit): Promise<Response> {
    const address = asked instanceof Request ? asked.url : asked;
    const path = new URL(address, location.href).pathname;
    const exchange = { path, body: String(how?.body ?? ""), askedAt: Date.now() };
    this.listener.asked(exchange);
    if (!this.isOnline) throw new TypeError("Failed to fetch");
    const answer = await fetch(asked, how);
    this.listener.answered(exchange, answer.clone());
    return answer;
  }

  /** Files are sent another way, so that one sees how far they are. */
  #guardUploads(requests: XMLHttpRequest): void {
    const { send } = requests;
    const isOnline = () => this.isOnline;
    requests.send = function (this: XMLHttpRequest, body) {
      if (isOnline()) send.call(this, body);
      else setTimeout(() => this.dispatchEvent(new ProgressEvent("error")));
    };
  }
}
