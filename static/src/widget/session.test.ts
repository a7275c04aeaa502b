import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { message } from "../chat/testing.ts";
import { pass, settled } from "../realtime/testing.ts";
import { answering, begun, type Fetched, LONGEST_MS, on, posted, silence, usePage, welcome } from "./testingSession.ts";
import { Session } from "./session.ts";
import { tokensFor } from "./keeping/tokens.ts";

beforeEach(usePage);

test("without any answer for long, the page's owner is told what may be wrong", async () => {
  answering(silence);

  assert.equal((await begun(4)).hint, "");
  const session = await begun(5);

  assert.match(session.hint, /cannot be reached from this page.* https:\/\/shop\.example, may have to be allowed/);
  assert.deepEqual([session.travel, session.entrance.problem], ["reconnecting", ""]);
});

test("it goes on asking, and an answer makes all well", async () => {
  answering(silence);
  const session = await begun(6);

  answering(() => Response.json(welcome));
  await pass(LONGEST_MS);

  assert.deepEqual([session.hint, session.travel, session.entrance.site?.name], ["", undefined, "Shop"]);
});

test("a browser without a network says nothing about origins", async () => {
  on({ onLine: false });
  answering(silence);

  assert.equal((await begun(6)).hint, "");
});

const LOOKED_AFTER = "The chat is being looked after and will be back soon.";

test("while the server is looked after it says so, and begins as soon as it may", async () => {
  const away = { status: 503, headers: { "Retry-After": "60" } };
  const fetched = answering(() => new Response("<h1>Maintenance</h1>", away));
  const session = await begun(1);
  assert.deepEqual([session.hint, session.travel, session.entrance.problem], [LOOKED_AFTER, "reconnecting", ""]);

  fetched.mock.mockImplementation(async () => Response.json(welcome));
  await pass(59_000);
  assert.equal(fetched.mock.callCount(), 1);
  await pass(1_000);

  assert.deepEqual([session.hint, session.entrance.site?.name], ["", "Shop"]);
});

test("in the middle of a conversation it says so, too, and goes on by itself", async () => {
  const open = { ...next, id: 7 };
  const fetched = answering(() => Response.json({ ...welcome, ...pageOf(open) }));
  const session = await begun(1);

  fetched.mock.mockImplementation(async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await pass(LONGEST_MS);
  assert.deepEqual([session.hint, session.travel], [LOOKED_AFTER, "reconnecting"]);

  fetched.mock.mockImplementation(async () => Response.json(pageOf(open)));
  await pass(30_000);
  assert.deepEqual([session.hint, session.travel], ["", "slow"]);
});

test("where a proxy keeps the visitor out, it is not called silence", async () => {
  answering(() => new Response("<h1>Forbidden</h1>", { status: 403 }));

  assert.equal((await begun(1)).entrance.problem, "The chat is not available here just now.");
});

test("where too many begin, it says so, waits as long as it is told, and begins", async () => {
  const told = { code: "throttled", message: "Slow down, please." };
  const fetched = answering(() => Response.json(told, { status: 429, headers: { "Retry-After": "60" } }));
  const session = await begun(1);
  assert.deepEqual([session.hint, session.entrance.problem], ["Slow down, please.", ""]);

  fetched.mock.mockImplementation(async () => Response.json(welcome));
  await pass(59_000);
  assert.equal(fetched.mock.callCount(), 1);
  await pass(1_000);

  assert.deepEqual([session.hint, session.entrance.site?.name], ["", "Shop"]);
});

test("an unknown site is told in the server's words", async () => {
  const errors = { site: ["The site key is unknown."] };
  answering(() => Response.json({ code: "invalid", message: "Some is not right.", errors }, { status: 422 }));

  const session = await begun(1);

  assert.deepEqual([session.entrance.problem, session.travel], ["The site key is unknown.", undefined]);
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
  assert.equal(session.entrance.consentText, "May we keep what you write?");
  session.sender.send("Hello?");
  await settled();
  assert.deepEqual(posted(fetched, "/message"), []);

  fetched.mock.mockImplementation(async () => Response.json(welcome));
  session.entrance.agree();
  await settled();

  assert.equal(session.entrance.consentText, "");
  assert.deepEqual(posted(fetched, "/init").map(({ body }) => JSON.parse(String(body)).consent), [undefined, undefined, true]);
});

const standing = { rating: null, read_up_to: { visitor: 0, operators: 0 } };
const closed = { id: 7, status: "closed", last_seq: 1, ...standing };
const next = { ...closed, id: 8, status: "open" };
const said = message(1, { conversation_id: 7, client_message_id: "before" });

/** Vera comes back to a conversation that takes nothing more; what is sent without naming it lands in another. */
function closedForGood(answers: { lost?: number } = {}) {
  let lost = answers.lost ?? 0;
  return answering((address, request) => {
    const told = JSON.parse(String(request?.body ?? "{}"));
    if (address.pathname.endsWith("/init")) return Response.json({ ...welcome, conversation: closed, messages: [said] });
    if (!isMessage(address)) return Response.json(address.pathname.endsWith("/7") ? pageOf(closed) : pageOf(next));
    if (told.conversation_id === 7) return Response.json({ code: "conversation_closed" }, { status: 409 });
    if (lost-- > 0) return silence();
    const { client_message_id, message: text } = told;
    const stored = message(1, { conversation_id: 8, client_message_id, message: text });
    return Response.json({ message: stored, conversation: next }, { status: 201 });
  });
}

const isMessage = ({ pathname }: URL) => pathname.endsWith("/message");
const pageOf = (conversation: object) => ({ messages: [], last_seq: 1, has_more: false, typing: [], conversation });
const told = (session: Session) => session.store.state.messages.map(({ conversation_id, message }) => [conversation_id, message]);

test("what is written into a conversation that is closed for good is once in the new one, which is then followed", async () => {
  const fetched = closedForGood();
  const session = await begun(1);
  assert.equal(session.store.state.standing.status, "closed");

  session.sender.send("One more thing.");
  await settled();

  const asked = posted(fetched, "/message").map(({ body }) => JSON.parse(String(body)));
  assert.deepEqual(asked.map(({ conversation_id }) => conversation_id), [7, undefined]);
  assert.equal(new Set(asked.map(({ client_message_id }) => client_message_id)).size, 1);
  assert.deepEqual([told(session), session.store.state.outgoing], [[[8, "One more thing."]], []]);
  assert.deepEqual([session.followed?.id, session.talks.isAnother, session.store.state.standing.status], [8, true, "open"]);
});

test("what is written next goes straight into the new conversation", async () => {
  const fetched = closedForGood();
  const session = await begun(1);
  session.sender.send("One more thing.");
  await settled();

  session.sender.send("And this.");
  await settled();

  const named = posted(fetched, "/message").map(({ body }) => JSON.parse(String(body)).conversation_id);
  assert.deepEqual(named, [7, undefined, 8]);
});

test("without an answer the old conversation stays in view, and the message still arrives once", async () => {
  closedForGood({ lost: 1 });
  const session = await begun(1);
  session.sender.send("One more thing.");
  await settled();
  assert.deepEqual([told(session), session.store.state.outgoing.length], [[[7, "hi"]], 1]);

  await pass(LONGEST_MS);

  assert.deepEqual([told(session), session.store.state.outgoing], [[[8, "One more thing."]], []]);
});

test("what is answered about a conversation that has been left meanwhile is not shown in the next one", async () => {
  const fetched = closedForGood();
  const session = await begun(1);
  let answer = (_: Response) => {};
  fetched.mock.mockImplementationOnce(() => new Promise((done) => (answer = done)), fetched.mock.callCount());
  void session.followed?.feed.look();
  session.sender.send("One more thing.");
  await settled();

  answer(Response.json({ ...pageOf(closed), last_seq: 9, messages: [message(2, { conversation_id: 7 })] }));
  await settled();

  assert.deepEqual([told(session), session.store.state.head], [[[8, "One more thing."]], 1]);
});

test("a rating is known at once, as the server tells it", async () => {
  const fetched = closedForGood();
  const session = await begun(1);

  fetched.mock.mockImplementation(async () => Response.json({ conversation: { ...closed, rating: 4 } }));
  await session.followed?.rate(4, "Quick.");

  assert.equal(session.store.state.standing.rating, 4);
  const asked = [{ path: "/api/chatbot/conversation/7/rating", body: '{"score":4,"comment":"Quick."}' }];
  assert.deepEqual(posted(fetched, "/rating"), asked);
});

const vera42 = { id: "42", name: "Vera", hash: "abc" };
const identities = (fetched: Fetched) =>
  posted(fetched, "/init").map(({ body }) => JSON.parse(String(body)).identity?.id);

test("who is known before the session begins is told with its first request", async () => {
  const fetched = answering(() => Response.json(welcome));

  await begun(1, { identity: vera42 });

  assert.deepEqual(identities(fetched), ["42"]);
});

test("who becomes known later goes on under the token they are then given", async () => {
  const fetched = answering(() => Response.json(welcome));
  const session = await begun(1);
  fetched.mock.mockImplementation(async () => Response.json({ ...welcome, token: "slv_42" }));

  session.identify(vera42);
  await settled();
  session.sender.send("It is me.");
  await settled();

  assert.deepEqual(identities(fetched), [undefined, "42"]);
  const { headers } = fetched.mock.calls.at(-1)?.arguments[1] ?? {};
  assert.equal(new Headers(headers).get("Authorization"), "Bearer slv_42");
});

test("a page that says who they are while we ask is heard, too", async () => {
  let isFirst = true;
  const fetched = answering(() => Response.json(welcome));
  fetched.mock.mockImplementation(async () => {
    if (isFirst) session.identify(vera42);
    isFirst = false;
    return Response.json(welcome);
  });
  const session = new Session({ site: "shop", base: "https://chat.example/" }, tokensFor("shop"), () => {});

  await session.entrance.begin();

  assert.deepEqual(identities(fetched), [undefined, "42"]);
});

test("what was on its way under the old token is said again under the new one", async () => {
  const fetched = answering(() => Response.json(welcome));
  const session = await begun(1);
  fetched.mock.mockImplementation(async (address) => {
    if (!isMessage(address)) return Response.json(welcome);
    fetched.mock.mockImplementation(async (next) => Response.json(isMessage(next) ? { message: message(1) } : welcome));
    session.identify(vera42); // while the message is on its way
    return Response.json({ code: "authentication_failed", message: "Unknown." }, { status: 401 });
  });

  session.sender.send("Hello?");
  await settled();

  const asked = posted(fetched, "/message").map(({ body }) => JSON.parse(String(body)).client_message_id);
  assert.deepEqual([asked.length, new Set(asked).size], [2, 1]);
  assert.equal(told(session).length, 1);
});

test("who cannot be proven to be who the page says may chat as anybody, and the page's makers are told", async () => {
  const errors = { "identity.hash": ["This is not the HMAC."] };
  const complaint = mock.method(console, "error", () => {});
  const fetched = answering((_, request) =>
    String(request?.body).includes("identity")
      ? Response.json({ code: "invalid", errors }, { status: 422 })
      : Response.json(welcome),
  );

  const session = await begun(1, { identity: vera42 });

  assert.deepEqual([identities(fetched), session.entrance.problem], [["42", undefined], ""]);
  assert.deepEqual(complaint.mock.calls[0]?.arguments, ["ChatbotWidget.identify: This is not the HMAC."]);
});

test("whose page says that they do not agree sends nothing, and is asked in the panel", async () => {
  const fetched = answering(() => Response.json(welcome));
  const session = await begun(1, { consent: false });
  session.sender.send("Hello?");
  await settled();
  assert.equal(fetched.mock.callCount(), 0);
  assert.match(session.entrance.consentText, /please agree/);

  session.entrance.agree();
  await settled();

  assert.equal(session.entrance.consentText, "");
  assert.equal(JSON.parse(String(posted(fetched, "/init")[0]?.body)).consent, true);
});

test("what is still to be sent when the session ends is not sent", async () => {
  const fetched = answering(() => Response.json(welcome));
  const session = await begun(1);

  session.end();
  session.sender.send("Too late.");
  session.keystrokes.typed();
  await settled();

  assert.equal(fetched.mock.callCount(), 1);
});
