import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { middle, pass, settled, useFakeClock } from "../realtime/testing.ts";
import { type Lazy, Widget } from "./widget.ts";

const reported: unknown[] = [];

beforeEach(() => {
  useFakeClock();
  mock.method(Math, "random", middle);
  const noListeners = { addEventListener() {}, removeEventListener() {} };
  Object.assign(globalThis, noListeners, { document: noListeners, reportError: (error: unknown) => reported.push(error) });
});

/** A widget whose panel cannot be loaded. */
function stranded() {
  let loads = 0;
  const load = async (): Promise<Lazy> => {
    loads += 1;
    throw new TypeError("Failed to fetch dynamically imported module");
  };
  const widget = new Widget({ site: "demo", base: "https://chat.example/" }, load);
  return { widget, loads: () => loads };
}

test("whoever asks during a failing load, it is tried again once at a time", async () => {
  const { widget, loads } = stranded();

  widget.open();
  widget.send("Hello?");
  widget.send("Anybody?");
  await settled();
  assert.equal(loads(), 1);

  await pass(1_000);
  assert.equal(loads(), 2);
  await pass(1_600);
  assert.equal(loads(), 3);
});

test("who asks while it waits is served at once, and the waiting starts anew", async () => {
  const { widget, loads } = stranded();
  widget.open();
  await pass(999);

  widget.send("Hello?");
  await settled();
  assert.equal(loads(), 2);

  await pass(1_599);
  assert.equal(loads(), 2);
  await pass(1);
  assert.equal(loads(), 3);
});

test("taken off the page it loads no more", async () => {
  const { widget, loads } = stranded();
  widget.open();
  await settled();

  widget.destroy();
  await pass(60_000);

  assert.equal(loads(), 1);
});

test("a listener that throws is the page's to hear of, and stops no other", () => {
  const { widget } = stranded();
  const error = new Error("the page's own");
  const told: string[] = [];
  widget.on("open", () => {
    throw error;
  });
  widget.on("open", () => told.push("open"));

  widget.open();

  assert.deepEqual([told, reported], [["open"], [error]]);
});
