import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Provider } from "./config.ts";
import { Connection } from "./connection.ts";
import type { Link, Reports } from "./link.ts";
import { middle, pass, settled, useFakeClock } from "./testing.ts";

beforeEach(useFakeClock);

const CHANNEL = "private-chat.conversation.1";
const endpoints = { authEndpoint: "/broadcasting/auth", userAuthEndpoint: "/broadcasting/user-auth" };
const common = { enabled: true, key: "k", ...endpoints };
const nowhereElse = { host: null, port: null, scheme: null };
const pusher: Provider = { ...common, name: "pusher", cluster: "eu", encrypted: true, ...nowhereElse };
const reverb: Provider = { ...common, name: "reverb", host: "localhost", port: 80, scheme: "http" };

/** Providers that answer or do not, and links that say so at once. */
class Network {
  away = new Set<Provider["name"]>();
  opened: string[] = [];
  lost = 0;
  heard: unknown[] = [];
  loads = () => Promise.resolve();
  reports = new Map<Provider["name"], Reports>();
  closed = new Set<Provider["name"]>();
  connection: Connection;

  constructor(...providers: Provider[]) {
    this.connection = new Connection(providers, (...asked) => this.#dial(...asked), undefined, middle);
    this.connection.join(CHANNEL, {
      subscribed: () => {},
      lost: () => (this.lost += 1),
      heard: (...said) => this.heard.push(said),
    });
  }

  async #dial({ name }: Provider, reports: Reports): Promise<Link> {
    await this.loads();
    this.reports.set(name, reports);
    const open = () => {
      this.opened.push(name);
      this.closed.delete(name);
      if (this.away.has(name)) return reports.down();
      reports.up();
      reports.subscribed(CHANNEL);
    };
    return { socketId: `${name}.1`, open, close: () => this.closed.add(name), join: () => {}, leave: () => {} };
  }
}

test("the first provider is taken when it answers", async () => {
  const network = new Network(pusher, reverb);

  network.connection.start();
  await settled();

  assert.equal(network.connection.provider, "pusher");
});

test("the socket that is open is known by its id, and none is when none is open", async () => {
  const network = new Network(pusher, reverb);
  assert.equal(network.connection.socketId, undefined);

  network.connection.start();
  await settled();
  assert.equal(network.connection.socketId, "pusher.1");
  network.reports.get("pusher")!.down();

  assert.equal(network.connection.socketId, undefined);
});

test("after five vain repetitions the next one has its turn", async () => {
  const network = new Network(pusher, reverb);
  network.away.add("pusher");

  network.connection.start();
  for (let i = 0; i < 40; i += 1) await pass(1_000);

  assert.deepEqual(network.opened, [...Array(6).fill("pusher"), "reverb"]);
  assert.equal(network.connection.provider, "reverb");
});

test("the better one is taken back when it answers again, and the other is closed", async () => {
  const network = new Network(pusher, reverb);
  network.away.add("pusher");
  network.connection.start();
  for (let i = 0; i < 40; i += 1) await pass(1_000);

  await pass(60_000);
  assert.equal(network.connection.provider, "reverb");
  network.away.clear();
  await pass(60_000);

  assert.equal(network.connection.provider, "pusher");
  assert.deepEqual([...network.closed], ["reverb"]);
  assert.equal(network.lost, 0);
});

test("no outage is final", async () => {
  const network = new Network(reverb);
  network.away.add("reverb");
  network.connection.start();
  for (let i = 0; i < 3_600; i += 1) await pass(1_000);

  network.away.clear();
  for (let i = 0; i < 20; i += 1) await pass(1_000);

  assert.equal(network.connection.provider, "reverb");
});

test("the first repetition comes after a second", async () => {
  const network = new Network(reverb);
  network.connection.start();
  await settled();

  network.reports.get("reverb")!.down();
  await pass(999);
  assert.equal(network.lost, 1);
  assert.equal(network.connection.provider, null);
  await pass(1);

  assert.equal(network.connection.provider, "reverb");
});

test("woken it does not wait for its turn", async () => {
  const network = new Network(reverb);
  network.away.add("reverb");
  network.connection.start();
  for (let i = 0; i < 25; i += 1) await pass(1_000);
  const before = network.opened.length;

  network.connection.wake();
  await pass(500);

  assert.equal(network.opened.length, before + 1);
});

test("woken while all is well it does nothing", async () => {
  const network = new Network(reverb);
  network.connection.start();
  await settled();

  network.connection.wake();
  await pass(10_000);

  assert.deepEqual(network.opened, ["reverb"]);
});

test("libraries that cannot be loaded are asked for again", async () => {
  const network = new Network(reverb);
  network.loads = () => Promise.reject(new TypeError("Failed to fetch"));
  network.connection.start();
  await settled();

  network.loads = () => Promise.resolve();
  await pass(1_000);

  assert.equal(network.connection.provider, "reverb");
});

test("stopped while the libraries are loading it opens nothing", async () => {
  const network = new Network(reverb);

  network.connection.start();
  network.connection.stop();
  await settled();

  assert.deepEqual(network.opened, []);
});

test("what is said on the channel is passed on", async () => {
  const network = new Network(reverb);
  network.connection.start();
  await settled();

  network.reports.get("reverb")!.heard(CHANNEL, "ChatMessageReceived", { seq: 1 });

  assert.deepEqual(network.heard, [["ChatMessageReceived", { seq: 1 }]]);
});
