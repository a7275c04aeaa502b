import assert from "node:assert/strict";
import { test } from "node:test";
import { message, olga } from "../chat/testing.ts";
import { Latency, spoken } from "./latency.ts";

const NOON_MS = Date.UTC(2026, 0, 1, 12);
const NOON = NOON_MS / 1000;

test("our own message takes from the click to its event", () => {
  const latency = new Latency(0);
  latency.acted(1_000);
  latency.asked("c1", 1_040);

  assert.deepEqual(latency.arrived(message(1), 1_100), { seq: 1, who: "You", ms: 100, isExact: true });
});

test("what a script has sent takes from the request", () => {
  const latency = new Latency(0);
  latency.asked("c1", 1_040);

  assert.equal(latency.arrived(message(1), 1_100)?.ms, 60);
});

test("what had to be sent again has been waited for since the first try", () => {
  const latency = new Latency(0);
  latency.acted(1_000);
  latency.asked("c1", 1_000);
  latency.asked("c1", 9_000);

  assert.equal(latency.arrived(message(1), 9_100)?.ms, 8_100);
});

test("what was said elsewhere, or on an earlier visit, was not measured", () => {
  assert.equal(new Latency(0).arrived(message(1), 1_100), undefined);
});

test("another's message takes from the server's clock to its event, to half a second", () => {
  const latency = new Latency(NOON_MS);
  const hour = 3_600_000; // by so much the server's clock is ahead
  latency.answered({ askedAt: NOON_MS, toldAt: NOON_MS + hour + 20, answeredAt: NOON_MS + 40 });

  const taken = latency.arrived(message(2, { ...olga, timestamp: NOON + 3_600 + 1 }), NOON_MS + 4_000);

  assert.deepEqual(taken, { seq: 2, who: "Olga Operator", ms: 2_500, isExact: false });
});

test("without the server's time, and before this page, nothing is known of another's", () => {
  const latency = new Latency(NOON_MS);
  const answer = message(2, { ...olga, timestamp: NOON - 1 });
  assert.equal(latency.arrived({ ...answer, timestamp: NOON }, NOON_MS), undefined);

  latency.answered({ askedAt: NOON_MS - 2_000, toldAt: NOON_MS, answeredAt: NOON_MS });
  assert.equal(latency.arrived({ ...answer, timestamp: NOON + 9 }, NOON_MS), undefined);

  latency.answered({ askedAt: NOON_MS, toldAt: NOON_MS, answeredAt: NOON_MS });
  assert.equal(latency.arrived(answer, NOON_MS), undefined);
});

test("it is said as exactly as it is known", () => {
  const taken = { seq: 1, who: "You" };

  assert.equal(spoken({ ...taken, ms: 84.4, isExact: true }), "84 ms");
  assert.equal(spoken({ ...taken, ms: 1_260, isExact: true }), "1.3 s");
  assert.equal(spoken({ ...taken, ms: 84.4, isExact: false }), "less than a second");
  assert.equal(spoken({ ...taken, ms: 1_260, isExact: false }), "about 1.3 s");
});
