import assert from "node:assert/strict";
import { test } from "node:test";
import type { Process } from "./realtimeStatus.ts";
import { Speedometer } from "./speed.ts";

const process = (id: string, told_at: number, events: number): Process => ({
  id,
  started_at: 100,
  told_at,
  lease_ends_at: told_at + 60,
  sockets: 1,
  channels: 1,
  counters: { events, deliveries: events * 10 },
});

test("at first it is the average since the start", () => {
  const speed = new Speedometer().read([process("a", 110, 50), process("b", 120, 20)]);

  assert.deepEqual(speed, { events: 6, deliveries: 60, seconds: null });
});

test("then it is what happened between two tellings", () => {
  const meter = new Speedometer();
  meter.read([process("a", 110, 50)]);

  assert.deepEqual(meter.read([process("a", 130, 90)]), { events: 2, deliveries: 20, seconds: 20 });
});

test("until a process tells anew its speed stays", () => {
  const meter = new Speedometer();
  meter.read([process("a", 110, 50)]);
  const speed = meter.read([process("a", 130, 90)]);

  assert.deepEqual(meter.read([process("a", 130, 90)]), speed);
});

test("a process that is gone moves nothing any more", () => {
  const meter = new Speedometer();
  meter.read([process("a", 110, 50), process("b", 110, 50)]);

  const speed = meter.read([process("b", 130, 70)]);

  assert.deepEqual(speed, { events: 1, deliveries: 10, seconds: 20 });
});

test("without any process nothing moves", () => {
  assert.equal(new Speedometer().read([]).events, 0);
});
