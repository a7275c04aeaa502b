import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Poller } from "./poller.ts";
import { middle, pass, settled, useFakeClock } from "./testing.ts";

beforeEach(useFakeClock);

function watched({ answers = true, isHidden = false } = {}) {
  const seen = { looks: 0, answers, isHidden };
  const look = async () => {
    seen.looks += 1;
    return seen.answers;
  };
  const poller = new Poller(look, { intervalMs: 2_000, isHidden: () => seen.isHidden, random: middle });
  return { seen, poller };
}

test("it looks every two seconds until it is stopped", async () => {
  const { seen, poller } = watched();

  poller.start();
  for (let i = 0; i < 3; i += 1) await pass(2_000);
  poller.stop();
  await pass(60_000);

  assert.equal(seen.looks, 3);
});

test("started twice it looks no more often", async () => {
  const { seen, poller } = watched();

  poller.start();
  poller.start();
  await pass(2_000);

  assert.equal(seen.looks, 1);
});

test("in a hidden tab it looks every fifteen seconds", async () => {
  const { seen, poller } = watched({ isHidden: true });

  poller.start();
  await pass(14_000);
  assert.equal(seen.looks, 0);
  await pass(1_000);

  assert.equal(seen.looks, 1);
});

test("while there is no answer it waits longer and longer, up to thirty seconds", async () => {
  const { seen, poller } = watched({ answers: false });
  const waits: number[] = [];

  poller.start();
  for (let waited = 0, second = 0; second < 200; second += 1) {
    const before = seen.looks;
    await pass(1_000);
    waited += 1;
    if (seen.looks > before) waits.push(waited), (waited = 0);
  }

  assert.equal(waits[0], 2);
  assert.deepEqual(waits, [...waits].sort((a, b) => a - b));
  assert.equal(waits.at(-1), 30);
});

test("one answer is enough to be quick again", async () => {
  const { seen, poller } = watched({ answers: false });
  poller.start();
  for (let i = 0; i < 5; i += 1) await pass(30_000);

  seen.answers = true;
  await pass(30_000);
  const before = seen.looks;
  await pass(2_000);

  assert.equal(seen.looks, before + 1);
});

test("woken it looks at once, but never twice at the same time", async () => {
  const { seen, poller } = watched();
  poller.start();

  poller.wake();
  poller.wake();
  await settled();

  assert.equal(seen.looks, 1);
});

test("stopped and started during a look it goes on once", async () => {
  const { seen, poller } = watched();
  poller.start();

  poller.wake();
  poller.stop();
  poller.start();
  await settled();
  await pass(2_000);

  assert.equal(seen.looks, 2);
});
