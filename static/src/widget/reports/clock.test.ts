import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "./clock.ts";

test("before the server has told the time nothing is known of its clock", () => {
  assert.deepEqual([new Clock().ahead, new Clock().doubt], [undefined, Infinity]);
});

test("what the server tells is true of some moment between asking and answer", () => {
  const clock = new Clock();

  clock.hear({ toldAt: 10_050, askedAt: 0, answeredAt: 100 });

  assert.deepEqual([clock.ahead, clock.doubt], [10_000, 50]);
});

test("a quick answer leaves less doubt, and a slow one takes nothing away", () => {
  const clock = new Clock();
  clock.hear({ toldAt: 10_050, askedAt: 0, answeredAt: 100 });

  clock.hear({ toldAt: 10_208, askedAt: 200, answeredAt: 210 });
  clock.hear({ toldAt: 12_000, askedAt: 1_000, answeredAt: 9_000 });

  assert.deepEqual([clock.ahead, clock.doubt], [10_003, 5]);
});

test("when somebody has set a clock, what was known counts no more", () => {
  const clock = new Clock();
  clock.hear({ toldAt: 10_050, askedAt: 0, answeredAt: 100 });

  clock.hear({ toldAt: 500, askedAt: 1_000, answeredAt: 1_020 });

  assert.deepEqual([clock.ahead, clock.doubt], [-510, 10]);
});
