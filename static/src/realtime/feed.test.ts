import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Listener } from "./connection.ts";
import { Feed } from "./feed.ts";
import { middle, pass, settled, useFakeClock } from "./testing.ts";

beforeEach(useFakeClock);

/** A server whose log is a number, a client that has read up to another, and the wire between them. */
class World {
  head = 0;
  cursor = 0;
  heardOf = 0;
  isDown = false;
  reads: number[] = [];
  wakes = 0;
  limit = Infinity;
  beforeAnswer = () => {};
  feed = new Feed(
    {
      cursor: () => this.cursor,
      hasGap: () => this.heardOf > this.cursor,
      read: (after) => this.#read(after),
      take: ({ end }) => {
        this.cursor = Math.max(this.cursor, end);
      },
      hear: (_, number) => {
        if (typeof number !== "number") return;
        this.heardOf = Math.max(this.heardOf, number);
        if (number === this.cursor + 1) this.cursor += 1;
      },
    },
    {
      channel: "private-chat.conversation.1",
      connection: { join: (_, listener) => this.#join(listener), wake: () => (this.wakes += 1) },
      intervalMs: 2_000,
      isHidden: () => false,
      random: middle,
    },
  );
  hasLeft = false;

  #join(listener: Listener) {
    assert.equal(listener, this.feed);
    return () => {
      this.hasLeft = true;
    };
  }

  async #read(after: number) {
    this.reads.push(after);
    const end = Math.min(this.head, after + this.limit); // the log as it is when it is asked for
    this.beforeAnswer();
    await Promise.resolve();
    if (this.isDown) throw new Error("no answer");
    return { has_more: end < this.head, end };
  }
}

async function live(): Promise<World> {
  const world = new World();
  world.feed.start();
  world.feed.subscribed();
  await settled();
  return world;
}

test("subscribed and read to the end it is live, and polls no more", async () => {
  const world = await live();
  const before = world.reads.length;

  await pass(600_000);

  assert.equal(world.feed.state, "live");
  assert.equal(world.reads.length, before);
});

test("subscribed alone is not live: the log must have been read", async () => {
  const world = new World();
  world.isDown = true;
  world.feed.start();

  world.feed.subscribed();
  await settled();
  assert.equal(world.feed.state, "reconnecting");
  world.isDown = false;
  await pass(2_000);

  assert.equal(world.feed.state, "live");
});

test("what was read before the subscription stood is read again after it", async () => {
  const world = new World();
  world.feed.start();
  world.beforeAnswer = () => {
    world.beforeAnswer = () => {};
    world.head = 1; // lost: said after the page was made, before the socket listened
    world.feed.subscribed();
  };

  await world.feed.look();

  assert.equal(world.cursor, 1);
  assert.equal(world.feed.state, "live");
});

test("a missing number is fetched at once", async () => {
  const world = await live();
  world.head = 3;

  world.feed.heard("ChatMessageReceived", 3);
  await settled();

  assert.equal(world.cursor, 3);
  assert.equal(world.feed.state, "live");
});

test("numbers in turn are not fetched", async () => {
  const world = await live();
  const before = world.reads.length;

  world.feed.heard("ChatMessageReceived", 1);
  world.feed.heard("ChatMessageReceived", 2);
  await settled();

  assert.equal(world.reads.length, before);
});

test("asked to look it reads on, though it knows of no gap", async () => {
  const world = await live();
  world.head = 2; // said while the server had lost its Redis

  world.feed.heard("smartlink:head", { channel: "private-chat.conversation.1" }); // as the server sends it
  await settled();

  assert.deepEqual([world.feed.state, world.cursor], ["live", 2]);
});

test("told how far the log goes it reads only when it lacks something", async () => {
  const world = await live();
  const before = world.reads.length;

  world.feed.heard("smartlink:head", { channel: "private-chat.conversation.1", seq: 0 });
  await settled();

  assert.equal(world.reads.length, before);
});

test("when the socket is lost it polls, and is live again after the next subscription", async () => {
  const world = await live();

  world.feed.lost();
  world.head = 2;
  await pass(2_000);
  assert.deepEqual([world.feed.state, world.cursor], ["slow", 2]);
  world.head = 3;
  world.feed.subscribed();
  await settled();

  assert.deepEqual([world.feed.state, world.cursor], ["live", 3]);
});

test("pages are read until there is no more", async () => {
  const world = new World();
  Object.assign(world, { head: 7, limit: 3 });

  await world.feed.look();

  assert.deepEqual(world.reads, [0, 3, 6]);
});

test("a page that does not lead on is not asked for for ever", async () => {
  const world = new World();
  Object.assign(world, { head: 7, limit: 0 });

  await world.feed.look();

  assert.deepEqual(world.reads, [0]);
});

test("when the server answers again the socket is tried again, too", async () => {
  const world = await live();
  world.isDown = true;
  world.feed.lost();
  await pass(2_000);
  assert.equal(world.feed.state, "reconnecting");

  world.isDown = false;
  await pass(10_000);

  assert.equal(world.feed.state, "slow");
  assert.equal(world.wakes, 1);
});

test("stopped it leaves the channel and asks no more", async () => {
  const world = await live();
  world.feed.lost();

  world.feed.stop();
  const before = world.reads.length;
  await pass(60_000);

  assert.ok(world.hasLeft);
  assert.equal(world.reads.length, before);
});
