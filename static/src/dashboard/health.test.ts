import assert from "node:assert/strict";
import { test } from "node:test";
import { news, readHealth, type Report, type State } from "./health.ts";

const report = (database: State, redis: State = "ok"): Report => ({
  status: "ready",
  parts: [
    { name: "database", state: database, detail: "" },
    { name: "redis", state: redis, detail: "" },
  ],
});
const seen = (database: State, isConnected = true) => ({ report: report(database), isConnected });
const answering = (body: unknown, status = 200) => async () =>
  new Response(JSON.stringify(body), { status });

test("nothing is said while nothing changes", () => {
  assert.equal(news(seen("ok"), report("ok")), "");
  assert.equal(news(seen("ok", false), null), "");
});

test("only the part that changed is named", () => {
  assert.equal(news(seen("ok"), report("down")), "database: Not working.");
});

test("losing the server is said once, and so is having it back", () => {
  assert.equal(news(seen("ok"), null), "No connection to the server.");
  assert.equal(news(seen("ok", false), report("ok")), "Connected again.");
});

test("what changed while the server was away is told with its return", () => {
  assert.equal(news(seen("ok", false), report("down")), "Connected again. database: Not working.");
});

test("a report that comes with 503 is still a report", async () => {
  const read = await readHealth("/health/ready", answering(report("down"), 503));

  assert.deepEqual(read, report("down"));
});

test("a proxy's error page is no connection", async () => {
  assert.equal(await readHealth("/health/ready", async () => new Response("<h1>Bad gateway")), null);
  assert.equal(await readHealth("/health/ready", answering("nonsense")), null);
});

test("a refused connection is no connection", async () => {
  const refuse = () => Promise.reject(new TypeError("Failed to fetch"));

  assert.equal(await readHealth("/health/ready", refuse), null);
});
