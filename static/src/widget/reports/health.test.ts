import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import type { Sent } from "../../chat/api.ts";
import type { Message } from "../../chat/message.ts";
import { Store } from "../../chat/store.ts";
import { composed, message, olga } from "../../chat/testing.ts";
import { settled } from "../../realtime/testing.ts";
import { Health, isMeasured } from "./health.ts";
import type { Transport } from "./lags.ts";

const NOON = Date.UTC(2026, 0, 1, 12) / 1000;
const MINUTE_MS = 60_000;
const document = Object.assign(new EventTarget(), { hidden: false });
const caller = { base: "https://chat.example/", headers: () => ({}), credentials: "omit" as const };

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: NOON * 1000 });
  document.hidden = false;
  Object.defineProperty(globalThis, "document", { value: document, configurable: true });
});

/**
 * A visitor whose own message, written and answered at noon, has told that the server's clock is
 * `ahead` by so many milliseconds.
 */
function measured({ ahead = 0, isWanted = true, doubt = 0 } = {}) {
  const reports: unknown[] = [];
  const fetched = mock.fn(async (address: URL, request?: RequestInit) => {
    assert.deepEqual([address.pathname, request?.keepalive], ["/api/chatbot/health", true]);
    reports.push(JSON.parse(String(request?.body)));
    return Response.json({ success: true });
  });
  Object.assign(globalThis, { fetch: fetched });
  const store = new Store();
  const road = { caller, store, by: "reverb" as Transport, transport: () => road.by };
  const health = new Health(road, isWanted);
  store.dispatch({ ...composed(1), data: { client_message_id: "c1", message: "hi", timestamp: NOON } } as ReturnType<typeof composed>);
  const answered = health.sending("c1");
  health.begin();
  mock.timers.tick(2 * doubt);
  const toldAt = new Date(NOON * 1000 + ahead + doubt).toISOString();
  answered({ message: message(1), conversation: { last_message_at: toldAt } as NonNullable<Sent["conversation"]> });
  hears(store, message(1, { timestamp: NOON + Math.floor(ahead / 1000) }));
  return { health, store, road, reports };
}

const hears = (store: Store, data: Message) => store.dispatch({ name: "ChatMessageReceived", data });
const answer = (seq: number, timestamp: number) => message(seq, { ...olga, timestamp });

async function aMinuteLater() {
  mock.timers.tick(MINUTE_MS);
  await settled();
}

test("it is told how late a message of somebody else's was, to half a second", async () => {
  const { store, reports } = measured();

  mock.timers.tick(4_000);
  hears(store, answer(2, NOON + 1));
  await aMinuteLater();

  assert.deepEqual(reports, [{ transport: "reverb", lag_ms: [2_500] }]);
});

test("a clock that is wrong makes no difference", async () => {
  const { store, reports } = measured({ ahead: 3_600_000 });

  mock.timers.tick(4_000);
  hears(store, answer(2, NOON + 3_600 + 1));
  await aMinuteLater();

  assert.deepEqual(reports, [{ transport: "reverb", lag_ms: [2_500] }]);
});

test("while too little is known of the server's clock, nothing is told", async () => {
  const { store, reports } = measured({ doubt: 501 });

  hears(store, answer(2, NOON + 1));
  await aMinuteLater();

  assert.deepEqual(reports, []);
});

test("a message that has just come is not earlier than it was said", async () => {
  const { store, reports } = measured();

  mock.timers.tick(100);
  hears(store, answer(2, NOON));
  await aMinuteLater();

  assert.deepEqual(reports, [{ transport: "reverb", lag_ms: [0] }]);
});

test("one's own messages, and those that come again, are not measured", async () => {
  const { store, reports } = measured();

  hears(store, message(2, { timestamp: NOON }));
  hears(store, answer(3, NOON));
  mock.timers.tick(9_000);
  hears(store, { ...answer(3, NOON), changed_seq: 4, edited_at: "2026-01-01T12:00:09Z" });
  await aMinuteLater();

  assert.deepEqual(reports, [{ transport: "reverb", lag_ms: [0] }]);
});

test("what was said before the page was there, or while nobody saw it, is not late", async () => {
  const { store, reports } = measured();
  hears(store, answer(2, NOON - 60));

  document.hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
  mock.timers.tick(9_000);
  hears(store, answer(3, NOON + 5));
  document.hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  hears(store, answer(4, NOON + 8));
  await aMinuteLater();

  assert.deepEqual(reports, []);
});

test("there is one report a minute, of one transport, with a hundred figures at most", async () => {
  const { store, road, reports } = measured();

  for (let seq = 2; seq < 112; seq += 1) hears(store, answer(seq, NOON));
  road.by = "polling";
  hears(store, answer(112, NOON));
  await aMinuteLater();
  assert.deepEqual(reports, [{ transport: "reverb", lag_ms: Array(100).fill(0) }]);
  await aMinuteLater();
  await aMinuteLater();

  assert.deepEqual(reports.slice(1), [{ transport: "polling", lag_ms: [0] }]);
});

test("who leaves the page tells before, though no more than once a minute", async () => {
  const { store, reports } = measured();
  const leave = async () => {
    document.hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    await settled();
    document.hidden = false;
  };

  hears(store, answer(2, NOON));
  await leave();
  assert.equal(reports.length, 1);
  hears(store, answer(3, NOON));
  await leave();

  assert.equal(reports.length, 1);
});

test("after the end nothing is told", async () => {
  const { health, store, reports } = measured();
  hears(store, answer(2, NOON));

  health.end();
  await aMinuteLater();

  assert.deepEqual(reports, []);
});

test("where it is not wanted nothing is told", async () => {
  const { store, reports } = measured({ isWanted: false });

  hears(store, answer(2, NOON));
  await aMinuteLater();

  assert.deepEqual(reports, []);
});

test("some visitors are measured, and all of them where the page wants it", () => {
  const embed = { site: "shop", base: "" };

  assert.deepEqual([isMeasured(embed, 0.09), isMeasured(embed, 0.1)], [true, false]);
  assert.equal(isMeasured({ ...embed, health: "all" }, 0.99), true);
});
