import assert from "node:assert/strict";
import { test } from "node:test";
import type { Provider } from "./config.ts";
import { dialWith, type Libraries } from "./echoLink.ts";
import { settled } from "./testing.ts";

const provider: Provider = {
  name: "reverb",
  enabled: true,
  key: "k",
  host: "localhost",
  port: 80,
  scheme: "http",
  authEndpoint: "/broadcasting/auth",
};

/** As much of Echo as the link touches. */
class FakeEcho {
  static made: FakeEcho;
  calls: string[] = [];
  #bound = new Map<string, () => void>();
  connector = {
    pusher: {
      connect: () => this.calls.push("connect"),
      connection: { bind: (event: string, act: () => void) => this.#bound.set(event, act) },
    },
  };

  constructor() {
    FakeEcho.made = this;
  }

  disconnect(): void {
    this.calls.push("disconnect");
  }

  says(event: string): void {
    this.#bound.get(event)?.();
  }
}

async function opened() {
  const told: string[] = [];
  const reports = {
    up: () => told.push("up"),
    down: () => told.push("down"),
    subscribed: () => {},
    heard: () => {},
  };
  const load = async () => ({ Echo: FakeEcho, Pusher: {} }) as unknown as Libraries;
  const link = await dialWith({ load, authorize: () => assert.fail() })(provider, reports);
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

test("a closed link says nothing", async () => {
  const { link, told, echo } = await opened();

  link.close();
  echo.says("connected");
  echo.says("disconnected");
  await settled();

  assert.deepEqual(told, []);
});
