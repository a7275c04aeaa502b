import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hours, Site } from "../chat/site.ts";
import { greeting, isOpenAt, presence } from "./hours.ts";

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
  assert.equal(
    presence(closedUntil("2026-11-20T08:00:00Z"), at("07T10:00"), "UTC"),
    "We are back 20 November, 08:00",
  );
});

test("when nobody knows of a next opening, or it has passed, none is promised", () => {
  assert.equal(presence(closedUntil(null), at("07T10:00")), "We are away");
  assert.equal(presence(closedUntil("2026-11-02T08:00:00Z"), at("07T10:00")), "We are away");
});

test("who comes while it is closed is greeted and told so", () => {
  const texts = { title: "", greeting: "Hello!", away: "Nobody is here.", placeholder: "" };
  const site = { texts, hours: office } as unknown as Site;

  assert.equal(greeting(site, at("02T10:00")), "Hello!");
  assert.equal(greeting(site, at("07T10:00")), "Hello!\n\nNobody is here.");
});
