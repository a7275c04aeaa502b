import assert from "node:assert/strict";
import { test } from "node:test";
import { dayName, dayOf } from "./time.ts";

const seconds = (year: number, month: number, ...rest: number[]) => new Date(year, month - 1, ...rest).getTime() / 1000;
const nameAt = (said: number, now: number) => dayName(dayOf(said), now * 1000);

test("a day ends at the reader's midnight", () => {
  process.env["TZ"] = "America/New_York";
  const evening = Date.UTC(2026, 2, 5, 4, 59) / 1000; // in New York one minute before midnight

  assert.notEqual(dayOf(evening), dayOf(evening + 60));
  assert.equal(dayOf(evening), dayOf(evening - 3_600));
});

test("the last two days have names, all others their date", () => {
  const noon = seconds(2026, 3, 5, 12);

  assert.equal(nameAt(seconds(2026, 3, 5, 0, 1), noon), "Today");
  assert.equal(nameAt(seconds(2026, 3, 4, 0, 1), noon), "Yesterday");
  assert.match(nameAt(seconds(2026, 3, 3, 23, 59), noon), /3.*2026/);
});

test("a day on which the clocks are changed is a day like others", () => {
  process.env["TZ"] = "America/New_York";

  for (const [month, day] of [[3, 8], [11, 1]] as const) {
    assert.equal(nameAt(seconds(2026, month, day, 1), seconds(2026, month, day + 1, 0, 30)), "Yesterday");
    assert.equal(nameAt(seconds(2026, month, day - 1, 23), seconds(2026, month, day, 23)), "Yesterday");
  }
});

test("what a clock that is ahead has sent from tomorrow has its date", () => {
  assert.match(nameAt(seconds(2026, 3, 6, 1), seconds(2026, 3, 5, 12)), /6.*2026/);
});
