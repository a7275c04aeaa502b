import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { message } from "../../chat/testing.ts";
import { settled } from "../../realtime/testing.ts";
import { fileOf } from "./own.ts";
import { keeping } from "../testing.ts";
import { answering, begun, posted, usePage, welcome } from "../testingSession.ts";

const conversation = { id: 7, status: "open", rating: null, operator: null, last_seq: 1, read_up_to: {} };
const page = { messages: [message(1)], last_seq: 1, has_more: false, typing: [], conversation };

beforeEach(() => {
  usePage();
  keeping();
});

const serving = () =>
  answering(({ pathname, searchParams }) => {
    if (pathname.endsWith("/init")) return Response.json({ ...welcome, ...page });
    if (pathname.endsWith("/visitor")) return Response.json({ success: true });
    if (!pathname.endsWith("/export")) return Response.json(page);
    const isFirst = searchParams.get("after") === "0";
    return Response.json({ visitor: { id: 5 }, conversations: [], messages: [message(isFirst ? 1 : 2)], has_more: isFirst });
  });

test("what is held comes in one piece, however many pages it was", async () => {
  serving();
  const { own } = await begun(1);

  const all = await own.everything();

  assert.deepEqual(all.messages.map(({ id }) => id), [1, 2]);
  assert.equal(JSON.parse(await fileOf(all).text()).has_more, false);
});

test("what was erased there is forgotten here, and nothing is asked in the visitor's name any more", async () => {
  const fetched = serving();
  const session = await begun(1);
  session.desk.draft.write("By the way");
  localStorage.setItem("smartlink-preferences-shop", '{"sound":true}');

  await session.own.erase();
  await settled();

  const { method } = fetched.mock.calls.at(-1)!.arguments[1]!;
  assert.deepEqual([method, session.own.isErased, session.followed], ["DELETE", true, undefined]);
  assert.deepEqual([session.store.state.messages, session.desk.draft.read(), localStorage.length], [[], "", 0]);
});

test("an erasing that did not work leaves everything as it was", async () => {
  const fetched = serving();
  const session = await begun(1);
  fetched.mock.mockImplementation(async () => Response.json({ code: "unavailable", message: "Away." }, { status: 503 }));

  await assert.rejects(session.own.erase());

  assert.deepEqual([session.own.isErased, session.followed?.id], [false, 7]);
  assert.equal(localStorage.getItem("smartlink-visitor-shop"), "slv_1");
});

test("whoever talks again afterwards is somebody new", async () => {
  const fetched = serving();
  const session = await begun(1);
  await session.own.erase();

  session.startAgain();
  await settled();

  const [, again] = fetched.mock.calls.filter(({ arguments: [address] }) => address.pathname.endsWith("/init"));
  assert.equal(new Headers(again?.arguments[1]?.headers).get("Authorization"), null);
  assert.deepEqual([session.own.isErased, posted(fetched, "/init").length], [false, 2]);
});
