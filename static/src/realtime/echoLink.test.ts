import assert from "node:assert/strict";
import { test } from "node:test";
import type { Provider } from "./config.ts";
import { dialWith, type Libraries, type Line } from "./echoLink.ts";
import { settled } from "./testing.ts";

const provider: Provider = {
  name: "reverb",
  enabled: true,
  key: "k",
  host: "localhost",
  port: 80,
  scheme: "http",
  authEndpoint: "/broadcasting/auth",
  userAuthEndpoint: "/broadcasting/user-auth",
};

const pusher: Provider = {
  name: "pusher",
  enabled: true,
  key: "p",
  cluster: "eu",
  encrypted: true,
  host: null,
  port: null,
  scheme: null,
  authEndpoint: "/broadcasting/auth?app=p",
  userAuthEndpoint: "/broadcasting/user-auth?app=p",
};

interface Options {
  wsHost?: string;
  wsPort?: number;
  forceTLS: boolean;
  userAuthentication: { customHandler: (request: { socketId: string }, answer: (...told: unknown[]) => void) => void };
}

/** As much of Echo as the link touches. */
class FakeEcho {
  static made: FakeEcho;
  calls: string[] = [];
  #bound = new Map<string, () => void>();
  connector = {
    pusher: {
      connect: () => this.calls.push("connect"),
      signin: () => this.calls.push("signin"),
      connection: { bind: (event: string, act: () => void) => this.#bound.set(event, act) },
    },
  };

  constructor(public options: Options) {
    FakeEcho.made = this;
  }

  socketId(): string {
    return "1.1";
  }

  disconnect(): void {
    this.calls.push("disconnect");
  }

  says(event: string): void {
    this.#bound.get(event)?.();
  }
}

async function opened(to: Provider = provider, authenticate: Line["authenticate"] = () => assert.fail()) {
  const told: string[] = [];
  const reports = {
    up: () => told.push("up"),
    down: () => told.push("down"),
    subscribed: () => {},
    heard: () => {},
  };
  const load = async () => ({ Echo: FakeEcho, Pusher: {} }) as unknown as Libraries;
  const link = await dialWith({ load, authorize: () => assert.fail(), authenticate })(to, reports);
  link.open();
  return { link, told, echo: FakeEcho.made };
}

test("a lost socket is told once, however many signs there are", async () => {
  const { told, echo } = await opened();

  echo.says("connected");
  echo.says("connecting_in");
  echo.says("connecting");
  await settled();

  assert.deepEqual(told, ["up", "down"]);
});

test("pusher-js is stopped after it has set its own timer, not before", async () => {
  const { echo } = await opened();
  echo.says("connected");

  echo.says("connecting_in"); // the timer is set when this returns
  echo.calls.push("timer set");
  await settled();

  assert.deepEqual(echo.calls, ["timer set", "disconnect"]);
});

test("the first attempt is not taken for a loss", async () => {
  const { told, echo } = await opened();

  echo.says("connecting");
  await settled();

  assert.deepEqual(told, []);
});

test("a socket has an id while it is open", async () => {
  const { link, echo } = await opened();
  assert.equal(link.socketId, undefined);

  echo.says("connected");
  assert.equal(link.socketId, "1.1");
  link.close();

  assert.equal(link.socketId, undefined);
});

test("a closed link says nothing", async () => {
  const { link, told, echo } = await opened();

  link.close();
  echo.says("connected");
  echo.says("disconnected");
  await settled();

  assert.deepEqual(told, []);
});

test("a socket at Pusher signs in, so that it can be closed when a right ends", async () => {
  const asked: string[] = [];
  const { echo } = await opened(pusher, async (provider, socketId) => {
    asked.push(provider.userAuthEndpoint, socketId);
    return { auth: "p:signature", user_data: "{}" };
  });
  const answers: unknown[] = [];

  echo.options.userAuthentication.customHandler({ socketId: "1.1" }, (...told) => answers.push(told));
  await settled();

  assert.deepEqual(echo.calls, ["signin"]);
  assert.deepEqual(asked, ["/broadcasting/user-auth?app=p", "1.1"]);
  assert.deepEqual(answers, [[null, { auth: "p:signature", user_data: "{}" }]]);
});

test("a socket at Pusher that cannot sign in is given up", async () => {
  const { echo, told } = await opened(pusher, () => Promise.reject(new Error("Who are you?")));
  echo.says("connected");

  echo.options.userAuthentication.customHandler({ socketId: "1.1" }, () => {});
  await settled();

  assert.deepEqual(told, ["up", "down"]);
  assert.deepEqual(echo.calls, ["signin", "disconnect"]);
});

test("nobody signs in at our own server", async () => {
  const { echo } = await opened();

  assert.deepEqual(echo.calls, []);
});

test("Pusher is found by its cluster", async () => {
  const { echo } = await opened(pusher);

  assert.equal(echo.options.wsHost, "ws-eu.pusher.com");
  assert.equal(echo.options.forceTLS, true);
});

test("who stands in for Pusher is found where the server says", async () => {
  const { echo } = await opened({ ...pusher, encrypted: false, host: "pusher.test", port: 6001, scheme: "http" });

  const { wsHost, wsPort, forceTLS } = echo.options;
  assert.deepEqual({ wsHost, wsPort, forceTLS }, { wsHost: "pusher.test", wsPort: 6001, forceTLS: false });
});
