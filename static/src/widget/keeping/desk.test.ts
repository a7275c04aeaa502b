import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { message } from "../../chat/testing.ts";
import { middle, pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { Session } from "../session.ts";
import { keeping, keepingNothing } from "../testing.ts";
import { tokensFor } from "./tokens.ts";

const LONGEST_MS = 8_000;
const nowhere = { realtimeProvider: "polling", pollingInterval: 2_000, reverb: { enabled: false }, pusher: { enabled: false } };
const site = { name: "Shop" };
const known = (id: string) => ({ id: 1, name: "", email: "", identity: { id } });
const as = (id: string) => ({ id, hash: "abc" });

beforeEach(() => {
  useFakeClock();
  mock.method(Math, "random", middle);
  keeping();
  const document = Object.assign(new EventTarget(), { hidden: false });
  const none = { addEventListener() {}, removeEventListener() {} };
  const pages = { navigator: { onLine: true }, location: { origin: "https://shop.example" }, document, ...none };
  for (const [name, value] of Object.entries(pages)) Object.defineProperty(globalThis, name, { value, configurable: true });
});
afterEach(keepingNothing);

interface Said {
  text: string;
  by: string | null;
  into: number | undefined;
}

/** A server that gives everybody their own token; messages get through when it is told so. */
function server({ isOpen = true, hears = async (_: Said): Promise<Response | undefined> => undefined } = {}) {
  const state = { isOpen, said: [] as Said[], conversation: null as object | null };
  const begun = (token = "slv_stranger") => ({
    token,
    visitor: token === "slv_stranger" ? { ...known(""), identity: null } : known(token.replace("slv_", "")),
    conversation: state.conversation,
    messages: [],
    site,
    realtime: nowhere,
  });
  const fetch = async (address: URL, request?: RequestInit): Promise<Response> => {
    const told = JSON.parse(String(request?.body ?? "{}"));
    const by = new Headers(request?.headers).get("Authorization");
    if (address.pathname.endsWith("/init")) return Response.json(begun(told.identity ? `slv_${told.identity.id}` : by?.slice("Bearer ".length)));
    if (!address.pathname.endsWith("/message")) return Response.json({ code: "away" }, { status: 503 });
    if (!state.isOpen) throw new TypeError("Failed to fetch");
    const said = { text: told.message, by, into: told.conversation_id };
    state.said.push(said);
    const stored = message(state.said.length, { client_message_id: told.client_message_id, message: told.message });
    return (await hears(said)) ?? Response.json({ message: stored });
  };
  Object.assign(globalThis, { fetch });
  return state;
}

async function page(identity?: { id: string; hash: string }) {
  const session = new Session({ site: "shop", base: "https://chat.example/" }, tokensFor("shop"), () => {}, {
    ...(identity && { identity }),
  });
  session.entrance.begin().catch(() => {});
  await settled();
  return session;
}

const waiting = ({ store }: Session) => store.state.outgoing.map(({ message: text }) => text);

test("what was written without a network goes out from the next page", async () => {
  const there = server({ isOpen: false });
  const before = await page();
  before.sender.send("Hello?");
  await settled();
  before.end();

  const next = await page();
  assert.deepEqual(waiting(next), ["Hello?"]);
  there.isOpen = true;
  await pass(LONGEST_MS);

  assert.deepEqual(there.said, [{ text: "Hello?", by: "Bearer slv_stranger", into: undefined }]);
  assert.deepEqual([waiting(next), waiting(await page())], [[], []]);
});

test("who becomes somebody else never says what the one before them wrote", async () => {
  const there = server({ isOpen: false });
  const session = await page(as("42"));
  session.sender.send("I am 42.");
  session.desk.draft.write("And my address is");
  await settled();

  session.identify(as("43"));
  there.isOpen = true;
  await settled();
  await pass(LONGEST_MS);
  session.sender.send("I am 43.");
  await settled();

  assert.deepEqual(there.said.map(({ text, by }) => [text, by]), [["I am 43.", "Bearer slv_43"]]);
  assert.deepEqual([waiting(session), session.desk.draft.read()], [[], ""]);
});

test("on the next page, too, and they do not see it while the server is asked", async () => {
  const there = server({ isOpen: false });
  const before = await page(as("42"));
  before.sender.send("I am 42.");
  before.end();
  there.isOpen = true;

  const told = new Session({ site: "shop", base: "https://chat.example/" }, tokensFor("shop"), () => {}, { identity: as("43") });

  assert.deepEqual(waiting(told), []);
  await told.entrance.begin();
  await pass(LONGEST_MS);
  assert.deepEqual(there.said, []);
});

test("nor what waits for the server's first answer while the page says who they are", async () => {
  const there = server({ isOpen: false });
  const before = await page(as("42"));
  before.sender.send("I am 42.");
  before.end();
  there.isOpen = true;

  const next = new Session({ site: "shop", base: "https://chat.example/" }, tokensFor("shop"), () => {});
  const begun = next.entrance.begin();
  await Promise.resolve(); // by now its first message asks for the beginning
  next.identify(as("43"));
  await begun;
  await pass(LONGEST_MS);

  assert.deepEqual([there.said, waiting(next)], [[], []]);
});

test("a known person who comes back goes on, though the page has not said yet who they are", async () => {
  const there = server({ isOpen: false });
  const before = await page(as("42"));
  before.sender.send("I am 42.");
  before.end();
  there.isOpen = true;

  const next = await page();
  next.identify(as("42"));
  await pass(LONGEST_MS);

  assert.deepEqual(there.said.map(({ text }) => text), ["I am 42."]);
});

test("what is said again, because its conversation is over, is said in the name of whoever said it first", async () => {
  let refuse = (_: Response): void => {};
  const hears = ({ into }: Said): Promise<Response | undefined> =>
    into === undefined ? Promise.resolve(undefined) : new Promise((done) => (refuse = done));
  const there = server({ hears });
  there.conversation = { id: 7, status: "open", last_seq: 0, read_up_to: {} };
  const session = await page(as("42"));
  session.sender.send("I am 42.");
  await settled();

  session.identify(as("43"));
  await settled();
  refuse(Response.json({ code: "conversation_closed" }, { status: 409 }));
  await settled();

  assert.deepEqual(there.said.map(({ by, into }) => [by, into]), [["Bearer slv_42", 7], ["Bearer slv_42", undefined]]);
});
