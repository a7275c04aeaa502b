import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { middle, pass, settled, useFakeClock } from "../realtime/testing.ts";
import { Session } from "./session.ts";
import { tokensFor } from "./tokens.ts";

const LONGEST_MS = 8_000;
const welcome = {
  success: true,
  token: "slv_1",
  conversation: null,
  messages: [],
  site: { name: "Shop" },
  realtime: { realtimeProvider: "polling", pollingInterval: 2_000, reverb: { enabled: false }, pusher: { enabled: false } },
};

beforeEach(() => {
  useFakeClock();
  mock.method(Math, "random", middle);
  on({ onLine: true });
});

const on = (navigator: { onLine: boolean }) => {
  const pages = { navigator, location: { origin: "https://shop.example" }, document: { hidden: false } };
  for (const [name, value] of Object.entries(pages)) {
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }
};

const answering = (answer: () => Response) => mock.method(globalThis, "fetch", async () => answer());

/** What a refused preflight looks like, and a server that is away. */
const silence = (): never => {
  throw new TypeError("Failed to fetch");
};

/** What was posted, by the end of its address. */
const posted = (fetched: ReturnType<typeof answering>, end: string) =>
  fetched.mock.calls
    .map(({ arguments: [address, request] }) => ({ path: (address as URL).pathname, body: request?.body }))
    .filter(({ path }) => path.endsWith(end));

async function begun(attempts: number) {
  const session = new Session({ site: "shop", base: "https://chat.example/" }, tokensFor("shop"), () => {});
  session.begin().catch(() => {});
  await settled();
  for (let made = 1; made < attempts; made += 1) await pass(LONGEST_MS);
  return session;
}

test("without any answer for long, the page's owner is told what may be wrong", async () => {
  answering(silence);

  assert.equal((await begun(4)).hint, "");
  const session = await begun(5);

  assert.match(session.hint, /cannot be reached from this page.* https:\/\/shop\.example, may have to be allowed/);
  assert.deepEqual([session.travel, session.problem], ["reconnecting", ""]);
});

test("it goes on asking, and an answer makes all well", async () => {
  answering(silence);
  const session = await begun(6);

  answering(() => Response.json(welcome));
  await pass(LONGEST_MS);

  assert.deepEqual([session.hint, session.travel, session.siteName], ["", undefined, "Shop"]);
});

test("a browser without a network, and a server that is busy, say nothing about origins", async () => {
  on({ onLine: false });
  answering(silence);
  assert.equal((await begun(6)).hint, "");

  on({ onLine: true });
  answering(() => Response.json({ code: "unavailable" }, { status: 503 }));
  assert.equal((await begun(6)).hint, "");
});

test("where too many begin, it says so, waits as long as it is told, and begins", async () => {
  const told = { code: "throttled", message: "Slow down, please." };
  const fetched = answering(() => Response.json(told, { status: 429, headers: { "Retry-After": "60" } }));
  const session = await begun(1);
  assert.deepEqual([session.hint, session.problem], ["Slow down, please.", ""]);

  fetched.mock.mockImplementation(async () => Response.json(welcome));
  await pass(59_000);
  assert.equal(fetched.mock.callCount(), 1);
  await pass(1_000);

  assert.deepEqual([session.hint, session.siteName], ["", "Shop"]);
});

test("an unknown site is told in the server's words", async () => {
  const errors = { site: ["The site key is unknown."] };
  answering(() => Response.json({ code: "invalid", message: "Some is not right.", errors }, { status: 422 }));

  const session = await begun(1);

  assert.deepEqual([session.problem, session.travel], ["The site key is unknown.", undefined]);
});

test("in a conversation the operators are told that the visitor types, and how far they have read", async () => {
  const conversation = { id: 7, status: "open", last_seq: 0, read_up_to: { visitor: 0, operators: 0 } };
  const fetched = answering(() => Response.json({ ...welcome, conversation, last_seq: 0, has_more: false, typing: [] }));
  const session = await begun(1);

  session.keystrokes.typed();
  session.reader.saw(3);
  await settled();

  assert.deepEqual(posted(fetched, "/typing"), [
    { path: "/api/chatbot/conversation/7/typing", body: '{"is_typing":true}' },
  ]);
  assert.deepEqual(posted(fetched, "/read"), [{ path: "/api/chatbot/conversation/7/read", body: '{"seq":3}' }]);
});

test("before the first message there is nobody to be told who types", async () => {
  const fetched = answering(() => Response.json(welcome));
  const session = await begun(1);

  session.keystrokes.typed();
  await settled();

  assert.equal(fetched.mock.callCount(), 1);
});

test("where the site asks for consent, nothing is sent in the visitor's name before they agree", async () => {
  const consent = { is_asked: true, text: "May we keep what you write?" };
  const fetched = answering(() => Response.json({ ...welcome, token: null, site: { name: "Shop", consent } }));
  const session = await begun(1);
  assert.equal(session.consentText, "May we keep what you write?");
  session.sender.send("Hello?");
  await settled();
  assert.deepEqual(posted(fetched, "/message"), []);

  fetched.mock.mockImplementation(async () => Response.json(welcome));
  session.agree();
  await settled();

  assert.equal(session.consentText, "");
  assert.deepEqual(posted(fetched, "/init").map(({ body }) => JSON.parse(String(body)).consent), [undefined, undefined, true]);
});
