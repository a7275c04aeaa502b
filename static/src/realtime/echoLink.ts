/**
 * A link made of laravel-echo over pusher-js.
 *
 * pusher-js tries again by itself after a fixed second, all pages at once. Here it is
 * stopped at the first sign of trouble: when to try again is `Connection`'s to say.
 */

import type EchoClass from "laravel-echo";
import type { Provider } from "./config.ts";
import type { Dial, Link, Reports } from "./link.ts";
import { type AuthData, optionsOf, type UserAuthData } from "./options.ts";

export type Libraries = typeof import("./echo.ts");
export type Echo = EchoClass<"pusher" | "reverb">;
type Socket = Echo["connector"]["pusher"]["connection"];

export interface Line {
  load: () => Promise<Libraries>;
  authorize: (provider: Provider, socketId: string, channel: string) => Promise<AuthData>;
  authenticate: (provider: Provider, socketId: string) => Promise<UserAuthData>;
  /** For the page that shows its Echo to whoever looks for faults. */
  made?: (echo: Echo) => void;
}

export const dialWith =
  (line: Line): Dial =>
  async (provider, reports) =>
    new EchoLink(await line.load(), line, provider, reports);

class EchoLink implements Link {
  #echo: Echo | undefined;
  #isOpen = false;
  #isConnected = false;
  #channels = new Set<string>();

  constructor(
    private libraries: Libraries,
    private line: Line,
    private provider: Provider,
    private reports: Reports,
  ) {}

  get socketId(): string | undefined {
    return this.#isConnected ? this.#echo?.socketId() : undefined;
  }

  open(): void {
    this.#isOpen = true;
    if (this.#echo) return this.#echo.connector.pusher.connect();
    this.#echo = this.#make(); // connects by itself
    this.#watch(this.#echo.connector.pusher.connection);
    for (const channel of this.#channels) this.#subscribe(this.#echo, channel);
  }

  close(): void {
    this.#isOpen = this.#isConnected = false;
    this.#echo?.disconnect();
  }

  join(channel: string): void {
    if (this.#channels.has(channel)) return;
    this.#channels.add(channel);
    if (this.#echo) this.#subscribe(this.#echo, channel);
  }

  leave(channel: string): void {
    this.#channels.delete(channel);
    this.#echo?.leaveChannel(channel);
  }

  #make(): Echo {
    const { Echo, Pusher } = this.libraries;
    const echo: Echo = new Echo({
      ...optionsOf(this.provider),
      Pusher,
      channelAuthorization: { customHandler: this.#sign },
      // Echo's types insist on what the handler makes needless.
      userAuthentication: { customHandler: this.#signUser, endpoint: this.provider.userAuthEndpoint, headers: {} },
    });
    // Only of a socket that has signed in does Pusher know whose it is, and can close it when a
    // right ends. Our own server knows whom it has given signatures for a socket.
    if (this.provider.name === "pusher") echo.connector.pusher.signin();
    this.line.made?.(echo);
    return echo;
  }

  /** An answer for a socket that is gone by now would be refused on the new one: it is dropped. */
  #sign: Sign<{ channelName: string }, AuthData> = ({ socketId, channelName }, answer) =>
    this.#pass(this.line.authorize(this.provider, socketId, channelName), socketId, answer);

  #signUser: Sign<unknown, UserAuthData> = ({ socketId }, answer) =>
    this.#pass(this.line.authenticate(this.provider, socketId), socketId, (error, data) => {
      answer(error, data);
      if (error) this.#down(); // or this socket could not be closed when a right ends
    });

  #pass<Data>(asked: Promise<Data>, socketId: string, answer: Answer<Data>): void {
    const isCurrent = () => this.#isOpen && this.#echo?.socketId() === socketId;
    asked.then(
      (data) => isCurrent() && answer(null, data),
      (error: unknown) => isCurrent() && answer(error instanceof Error ? error : new Error(), null),
    );
  }

  #watch(socket: Socket): void {
    socket.bind("connected", () => this.#up());
    for (const sign of ["unavailable", "failed", "disconnected", "connecting_in"]) {
      socket.bind(sign, () => this.#down());
    }
    // A missing pong and close code 4200 lead here without any of these; so does each attempt.
    socket.bind("connecting", () => this.#isConnected && this.#down());
  }

  #up(): void {
    if (!this.#isOpen) return;
    this.#isConnected = true;
    console.debug(`${nameOf(this.provider)} real-time connected on ${addressOf(this.provider)}`);
    this.reports.up();
  }

  /**
   * Not at once: we are called out of pusher-js, which after us still sets the timer or the
   * attempt that `disconnect` is to end.
   */
  #down(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    queueMicrotask(() => {
      this.close();
      this.reports.down();
    });
  }

  #subscribe(echo: Echo, channel: string): void {
    const name = channel.replace(/^private-/, "");
    echo
      .private(name)
      .subscribed(() => {
        console.debug(`Subscribed to real-time channel: ${name} via ${this.provider.name}`);
        this.reports.subscribed(channel);
      })
      .error(() => this.#down())
      .listenToAll((event: string, data: unknown) => {
        this.reports.heard(channel, event.replace(/^\./, ""), data); // Echo puts a dot before names as they are
      });
  }
}

type Answer<Data> = (error: Error | null, data: Data | null) => void;
type Sign<About, Data> = (request: { socketId: string } & About, answer: Answer<Data>) => void;

const nameOf = ({ name }: Provider) => (name === "reverb" ? "Reverb" : "Pusher");

const addressOf = (provider: Provider) =>
  provider.name === "pusher" && provider.host === null
    ? provider.cluster
    : `${provider.host}:${provider.port}`;
