import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { message } from "../../chat/testing.ts";
import { settled } from "../../realtime/testing.ts";
import type { Session } from "../session.ts";
import { keeping } from "../testing.ts";
import { answering, begun, posted, usePage, welcome } from "../testingSession.ts";

const standing = { rating: null, operator: null, last_seq: 1, read_up_to: { visitor: 1, operators: 0 } };
const open = { ...standing, id: 7, status: "open" };
const earlier = { ...standing, id: 3, status: "closed" };
const pageOf = (conversation: { id: number }) => ({
  messages: [message(1, { conversation_id: conversation.id, message: `Said in ${conversation.id}.` })],
  last_seq: 1,
  has_more: false,
  typing: [],
  conversation,
});

beforeEach(() => {
  usePage();
  keeping();
});

/** A visitor with an open conversation, and an earlier one. */
const serving = () =>
  answering(({ pathname, search }, request) => {
    if (pathname.endsWith("/init")) return Response.json({ ...welcome, ...pageOf(open) });
    if (pathname.endsWith("/close")) return Response.json({ conversation: { ...open, status: "closed", last_seq: 2 } });
    if (pathname.endsWith("/conversations")) return Response.json({ results: [open, earlier], next: search });
    if (pathname.endsWith("/message")) return Response.json({ message: answered(String(request?.body)) }, { status: 201 });
    return Response.json(pageOf(pathname.endsWith("/3") ? earlier : open));
  });

const answered = (body: string) => message(1, { conversation_id: 8, ...JSON.parse(body) });
const shown = ({ store }: Pick<Session, "store">) => store.state.messages.map(({ message }) => message);
const asked = (fetched: ReturnType<typeof answering>) => fetched.mock.calls.map(({ arguments: [address] }) => address.href);

test("an earlier conversation is read beside the one that goes on", async () => {
  serving();
  const session = await begun(1);

  const visit = await session.talks.visit(3);

  assert.deepEqual([shown(visit), shown(session)], [["Said in 3."], ["Said in 7."]]);
  assert.deepEqual([visit.followed.id, session.followed?.id], [3, 7]);
});

test("what is read in it is told of it", async () => {
  const fetched = serving();
  const { talks } = await begun(1);

  (await talks.visit(3)).followed.reader.saw(1);
  await settled();

  assert.equal(posted(fetched, "/read")[0]?.path, "/api/chatbot/conversation/3/read");
});

test("who goes on with it writes into it from then on", async () => {
  const fetched = serving();
  const session = await begun(1);

  session.talks.goOn(await session.talks.visit(3));
  session.sender.send("One more thing.");
  await settled();

  const [said] = posted(fetched, "/message").map(({ body }) => JSON.parse(String(body)));
  assert.equal(said.conversation_id, 3);
});

test("a conversation that its visitor ends is shown as ended at once", async () => {
  serving();
  const session = await begun(1);

  await session.followed?.close();

  assert.deepEqual([session.store.state.standing.status, session.talks.isOpen], ["closed", false]);
});

test("who begins another closes the open one, and the next words name none", async () => {
  const fetched = serving();
  const session = await begun(1);

  await session.talks.leave();
  assert.deepEqual([shown(session), session.followed], [[], undefined]);
  session.sender.send("Something else.");
  await settled();

  assert.equal(posted(fetched, "/close")[0]?.path, "/api/chatbot/conversation/7/close");
  const [said] = posted(fetched, "/message").map(({ body }) => JSON.parse(String(body)));
  assert.equal(said.conversation_id, undefined);
  assert.deepEqual([session.followed?.id, session.talks.isAnother], [8, false]);
});

test("a conversation that could not be closed goes on", async () => {
  const fetched = serving();
  const session = await begun(1);
  fetched.mock.mockImplementation(async () => Response.json({ code: "throttled", message: "Slow down." }, { status: 429 }));

  await assert.rejects(session.talks.leave());

  assert.deepEqual([session.followed?.id, session.talks.isOpen], [7, true]);
});

test("the list is read on where it ended", async () => {
  const fetched = serving();
  const { talks } = await begun(1);

  await talks.list(null);
  await talks.list("W9d:a_b");

  assert.deepEqual(asked(fetched).filter((address) => address.includes("/conversations")), [
    "https://chat.example/api/chatbot/conversations?limit=20",
    "https://chat.example/api/chatbot/conversations?limit=20&cursor=W9d%3Aa_b",
  ]);
});

test("who is not known any more can only start again, and is somebody new then", async () => {
  const fetched = serving();
  const session = await begun(1);
  const unknown = { code: "authentication_failed", message: "Unknown." };
  fetched.mock.mockImplementation(async () => Response.json(unknown, { status: 401 }));
  session.sender.send("Hello?");
  await settled();
  assert.deepEqual([session.travel, session.hint], ["over", ""]);

  fetched.mock.mockImplementation(async () => Response.json({ ...welcome, token: "slv_2" }));
  session.startAgain();
  await settled();

  assert.deepEqual([session.travel, session.followed, shown(session)], [undefined, undefined, []]);
  assert.equal(localStorage.getItem("smartlink-visitor-shop"), "slv_2");
});

test("who starts again does so as whom another tab has become", async () => {
  const fetched = serving();
  const session = await begun(1);
  localStorage.setItem("smartlink-visitor-shop", "slv_of_another_tab");

  session.startAgain();
  await settled();

  const beginnings = fetched.mock.calls.filter(({ arguments: [address] }) => address.pathname.endsWith("/init"));
  assert.equal(new Headers(beginnings.at(-1)?.arguments[1]?.headers).get("Authorization"), "Bearer slv_of_another_tab");
});
