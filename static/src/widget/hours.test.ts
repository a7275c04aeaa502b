import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hours, Site } from "../chat/site.ts";
import { greeting, isOpenAt, nextOpening, presence } from "./hours.ts";

Object.defineProperty(globalThis, "navigator", { value: { languages: ["en-GB"] }, configurable: true });

// 2 November 2026 is a Monday; Berlin is an hour before UTC.
const at = (time: string) => new Date(`2026-11-${time}Z`);
const office: Hours = {
  is_open: true,
  next_opening: null,
  timezone: "Europe/Berlin",
  week: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, opens: "09:00", closes: "17:00" })),
  special: [],
};
const closedUntil = (next_opening: string | null): Hours => ({ ...office, is_open: false, next_opening });

test("the site's own clock decides, from the opening on until the close", () => {
  assert.deepEqual(
    ["02T07:59", "02T08:00", "02T15:59", "02T16:00", "07T10:00"].map((time) => isOpenAt(office, at(time))),
    [false, true, true, false, false],
  );
});

test("a week without hours is always open, and midnight is the end of a day", () => {
  const evening = { ...office, week: [{ weekday: 0, opens: "18:00", closes: "00:00" }] };

  assert.equal(isOpenAt({ ...office, week: [] }, at("07T03:00")), true);
  assert.deepEqual([isOpenAt(evening, at("02T22:59")), isOpenAt(evening, at("02T23:00"))], [true, false]);
});

test("a special day stands instead of its weekday", () => {
  const special = [
    { date: "2026-11-02", opens: null, closes: null },
    { date: "2026-11-07", opens: "10:00", closes: "12:00" },
  ];

  assert.equal(isOpenAt({ ...office, special }, at("02T10:00")), false);
  assert.equal(isOpenAt({ ...office, special }, at("07T10:00")), true);
});

test("in a zone that the browser does not know, the server's word stands", () => {
  assert.equal(isOpenAt({ ...closedUntil(null), timezone: "Mars/Olympus" }, at("02T10:00")), false);
});

test("while it is open somebody is there", () => {
  assert.equal(presence(office, at("02T10:00")), "We are here");
});

test("the next opening is told by the visitor's own clock and language", () => {
  const hours = closedUntil("2026-11-09T08:00:00Z");

  assert.equal(presence(hours, at("07T10:00"), "Europe/Berlin"), "We are back Monday, 09:00");
  assert.equal(presence(hours, at("07T10:00"), "America/New_York"), "We are back Monday, 03:00");
});

test("an opening that is further than a week's names reach has its date", () => {
  const holidays = Array.from({ length: 12 }, (_, day) => ({
    date: `2026-11-${String(8 + day).padStart(2, "0")}`,
    opens: null,
    closes: null,
  }));

  const away = { ...closedUntil(null), special: holidays };

  assert.equal(presence(away, at("07T10:00"), "UTC"), "We are back 20 November, 08:00");
});

test("an office that closes while the page is open says when it is back", () => {
  assert.equal(presence(office, at("02T16:00"), "Europe/Berlin"), "We are back Tuesday, 09:00");
});

test("a special day opens it, or keeps it closed", () => {
  const special = [
    { date: "2026-11-07", opens: null, closes: null },
    { date: "2026-11-08", opens: "11:00", closes: "12:00" },
  ];

  assert.deepEqual(nextOpening({ ...office, special }, at("06T20:00")), at("08T10:00"));
  assert.deepEqual(nextOpening({ ...office, special }, at("08T11:00")), at("09T08:00"));
});

test("what opens in the hour that is left out opens when the clock is put forward", () => {
  const early = { ...office, week: [{ weekday: 6, opens: "02:30", closes: "05:00" }] };
  const putForward = new Date("2026-03-29T01:00Z");

  assert.deepEqual(nextOpening(early, new Date("2026-03-28T22:00Z")), putForward);
  assert.deepEqual([isOpenAt(early, new Date("2026-03-29T00:59Z")), isOpenAt(early, putForward)], [false, true]);
});

test("what lies in the hour that is left out does not open on that day", () => {
  const short = { ...office, week: [{ weekday: 6, opens: "02:00", closes: "03:00" }] };

  assert.deepEqual(nextOpening(short, new Date("2026-03-28T23:00Z")), new Date("2026-04-05T00:00Z"));
});

test("what has opened in the hour that comes twice stays open through both", () => {
  const early = { ...office, week: [{ weekday: 6, opens: "02:30", closes: "05:00" }] };

  assert.deepEqual(nextOpening(early, new Date("2026-10-24T22:00Z")), new Date("2026-10-25T00:30Z"));
  assert.equal(isOpenAt(early, new Date("2026-10-25T01:15Z")), true); // the clock shows 2:15 again
});

test("who never opens promises nothing", () => {
  const never = { ...office, week: [{ weekday: 0, opens: "09:00", closes: "09:00" }] };

  assert.equal(presence(never, at("07T10:00")), "We are away");
});

test("in a zone that the browser does not know, an opening is promised only until it has passed", () => {
  const mars = { ...closedUntil("2026-11-09T08:00:00Z"), timezone: "Mars/Olympus" };

  assert.equal(presence(mars, at("07T10:00"), "UTC"), "We are back Monday, 08:00");
  assert.equal(presence(mars, at("09T10:00"), "UTC"), "We are away");
});

test("who comes while it is closed is greeted and told so", () => {
  const texts = { title: "", greeting: "Hello!", away: "Nobody is here.", placeholder: "" };
  const site = { texts, hours: office } as unknown as Site;

  assert.equal(greeting(site, at("02T10:00")), "Hello!");
  assert.equal(greeting(site, at("07T10:00")), "Hello!\n\nNobody is here.");
});
