import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { ApiError, call, type Caller, init, named } from "./api.ts";

const caller: Caller = {
  base: "https://chat.example/",
  headers: () => ({ Authorization: "Bearer slv_1" }),
  credentials: "omit",
};

const answering = (answer: () => Response | Promise<never>) => mock.method(globalThis, "fetch", async () => answer());

const failure = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => assert.fail("it should have failed"),
    (error: unknown) => (error instanceof ApiError ? error : assert.fail(String(error))),
  );

test("a call is JSON, with the caller's headers, to the caller's server", async () => {
  const fetched = answering(() => Response.json({ success: true }));

  await call(caller, "api/chatbot/message", { message: "hi" });

  const [address, request] = fetched.mock.calls[0]!.arguments as unknown as [URL, RequestInit];
  assert.equal(address.href, "https://chat.example/api/chatbot/message");
  assert.equal(request.body, '{"message":"hi"}');
  assert.equal((request.headers as Record<string, string>)["Authorization"], "Bearer slv_1");
});

test("a refusal carries the server's words and code", async () => {
  answering(() => Response.json({ success: false, code: "conversation_closed", message: "It is over." }, { status: 409 }));

  const error = await failure(call(caller, "x"));

  assert.deepEqual([error.status, error.code, error.message, error.isPassing], [409, "conversation_closed", "It is over.", false]);
});

test("who is not known or may not see it is told apart from a server in trouble", async () => {
  const refusals: number[] = [];
  for (const status of [401, 403, 404, 409, 429, 503]) {
    answering(() => Response.json({ success: false, code: "any", message: "No." }, { status }));
    if ((await failure(call(caller, "x"))).isRefusal) refusals.push(status);
  }
  answering(() => new Response("<h1>Not Found</h1>", { status: 404 }));
  const proxy = await failure(call(caller, "x"));

  assert.deepEqual(refusals, [401, 403, 404]);
  assert.equal(proxy.isRefusal, false);
});

test("an open socket is named, and one that is not there is not", async () => {
  const fetched = answering(() => Response.json({ success: true }));

  for (const socketId of ["1.2", undefined]) await call(named(caller, socketId), "x", {});

  const requests = fetched.mock.calls.map(({ arguments: asked }) => asked as unknown as [URL, RequestInit]);
  const headers = requests.map(([, request]) => new Headers(request.headers));
  assert.deepEqual(headers.map((each) => each.get("X-Socket-ID")), ["1.2", null]);
  assert.ok(headers.every((each) => each.has("Authorization")));
});

test("a widget says which site it is of", async () => {
  const fetched = answering(() => Response.json({ success: true }));

  await init(caller, { site: "demo" });

  const [, request] = fetched.mock.calls[0]!.arguments as unknown as [URL, RequestInit];
  assert.equal(request.body, '{"site":"demo"}');
});

test("of a refusal that names what is wrong, that is what people read", async () => {
  const message = "Some of what was sent is not right.";
  const errors = { site: ["The site key is unknown."], name: ["Too long."] };
  answering(() => Response.json({ success: false, code: "invalid", message, errors }, { status: 422 }));

  assert.equal((await failure(call(caller, "x"))).message, "The site key is unknown.");
});

test("asked to slow down we know for how long", async () => {
  answering(() => Response.json({ code: "throttled" }, { status: 429, headers: { "Retry-After": "7" } }));

  const error = await failure(call(caller, "x"));

  assert.deepEqual([error.isPassing, error.retryAfterMs], [true, 7_000]);
});

test("no connection, and a proxy's page in its place, may pass", async () => {
  const away = () => Promise.reject(new TypeError("Failed to fetch"));
  for (const answer of [away, () => new Response("<h1>Bad gateway", { status: 502 }), () => new Response("<h1>Log in")]) {
    answering(answer);

    assert.ok((await failure(call(caller, "x"))).isPassing);
  }
});
