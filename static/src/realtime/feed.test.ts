import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Listener } from "./connection.ts";
import { Feed } from "./feed.ts";
import { middle, pass, settled, useFakeClock } from "./testing.ts";

beforeEach(useFakeClock);

interface Head {
  channel: string;
  seq?: number;
}

/** As the server sends it. */
const head = (more: { seq?: number } = {}): Head => ({ channel: "private-chat.conversation.1", ...more });

const REFUSAL = new Error("not for you");

/** A server whose log is a number, a client that has read up to another, and the wire between them. */
class World {
  head = 0;
  cursor = 0;
  heardOf = 0;
  isDown = false;
  isShut = false;
  reads: number[] = [];
  wakes = 0;
  limit = Infinity;
  beforeAnswer = () => {};
  random = middle;
  feed = new Feed(
    {
      cursor: () => this.cursor,
      hasGap: () => this.heardOf > this.cursor,
      read: (after) => this.#read(after),
      isRefusal: (error) => error === REFUSAL,
      take: ({ end }) => {
        this.cursor = Math.max(this.cursor, end);
      },
      hear: (event, data) => {
        const number = event === "smartlink:head" ? (data as Head).seq : (data as number);
        this.heardOf = Math.max(this.heardOf, number ?? 0);
        if (number === this.cursor + 1 && number === data) this.cursor += 1;
      },
    },
    {
      channel: "private-chat.conversation.1",
      connection: { join: (_, listener) => this.#join(listener), wake: () => (this.wakes += 1) },
      intervalMs: 2_000,
      isHidden: () => false,
      random: () => this.random(),
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
    if (this.isShut) throw REFUSAL;
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

test("who may not read it any more is told so once, and asks no more", async () => {
  const world = await live();
  world.isShut = true;

  world.feed.lost(); // the socket was closed because a right has ended
  await pass(2_000);
  const asked = world.reads.length;
  await pass(600_000);

  assert.equal(world.feed.state, "over");
  assert.equal(world.reads.length, asked);
  assert.ok(world.hasLeft);
  assert.equal(world.feed.isSubscribed, false);
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

  world.feed.heard("smartlink:head", head());
  await pass(2_000);

  assert.deepEqual([world.feed.state, world.cursor], ["live", 2]);
});

test("told how far the log goes it reads only when it lacks something", async () => {
  const world = await live();
  const before = world.reads.length;

  world.feed.heard("smartlink:head", head({ seq: 0 }));
  await pass(2_000);
  assert.equal(world.reads.length, before);
  world.head = 2;
  world.feed.heard("smartlink:head", head({ seq: 2 }));
  await pass(2_000);

  assert.deepEqual([world.feed.state, world.cursor], ["live", 2]);
});

test("each loss that it is told of is read once, however often it is told", async () => {
  const world = await live();
  const before = world.reads.length;
  const told = async (...heads: Head[]) => {
    for (const each of heads) world.feed.heard("smartlink:head", each);
    await pass(2_000);
    return world.reads.length - before;
  };

  world.head = 2;
  assert.equal(await told(head(), head({ seq: 2 })), 1);
  assert.equal(await told(head({ seq: 2 })), 1);
  world.head = 3;
  assert.equal(await told(head({ seq: 3 })), 2);
});

test("what comes after all before its turn to read is not read", async () => {
  const world = await live();
  const before = world.reads.length;

  world.feed.heard("smartlink:head", head({ seq: 1 }));
  world.feed.heard("ChatMessageReceived", 1);
  await pass(2_000);

  assert.deepEqual([world.cursor, world.reads.length], [1, before]);
});

test("asked to look during a reading it reads once more", async () => {
  const world = await live();
  world.beforeAnswer = () => {
    world.beforeAnswer = () => {};
    world.head = 1; // said after the page was made
    world.feed.heard("smartlink:head", head());
  };

  await world.feed.look();
  await pass(2_000);

  assert.equal(world.cursor, 1);
});

test("a thousand pages that are told to look do not all read in one instant", async () => {
  const worlds = await Promise.all(Array.from({ length: 1_000 }, live));
  const reads = () => worlds.reduce((count, world) => count + world.reads.length, 0);
  worlds.forEach((world, number) => (world.random = () => number / worlds.length));
  const before = reads();

  for (const world of worlds) world.feed.heard("smartlink:head", head());
  const after: number[] = [];
  for (let tenth = 0; tenth < 20; tenth += 1) {
    await pass(100);
    after.push(reads());
  }

  const most = Math.max(...after.map((count, tenth) => count - (after[tenth - 1] ?? before)));
  assert.deepEqual([after.at(-1)! - before, most <= 60], [1_000, true]);
});

test("stopped before its turn to read it does not read", async () => {
  const world = await live();
  world.feed.heard("smartlink:head", head());
  const before = world.reads.length;

  world.feed.stop();
  await pass(2_000);

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
