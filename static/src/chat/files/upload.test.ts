import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pass, settled, useFakeClock } from "../../realtime/testing.ts";
import type { ApiError, Caller } from "../api.ts";
import type { OutgoingFile } from "../outgoing.ts";
import { formOf, sendFiles } from "./upload.ts";

const caller: Caller = { base: "https://chat.example/", headers: () => ({ Authorization: "Bearer slv_1" }), credentials: "omit" };
const said = { client_message_id: "c1", message: "Look." };
const file = (kind: OutgoingFile["kind"] = "file"): OutgoingFile => ({
  name: "a.png",
  size: 1,
  type: "image/png",
  blob: new Blob(["x"]),
  kind,
});

/** The browser's own, as far as we use it. */
class FakeRequest {
  static last: FakeRequest;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload = () => {};
  onerror = () => {};
  onloadend = () => {};
  status = 0;
  responseText = "";
  headers: Record<string, string> = {};
  address = "";
  isAborted = false;
  retryAfter: string | null = null;

  constructor() {
    FakeRequest.last = this;
  }
  open(_: string, address: URL) {
    this.address = address.href;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader() {
    return this.retryAfter;
  }
  send() {}
  abort() {
    this.isAborted = true;
    this.onloadend();
  }
  answers(status: number, text: string) {
    Object.assign(this, { status, responseText: text });
    this.onload();
    this.onloadend();
  }
}

beforeEach(() => {
  useFakeClock();
  Object.assign(globalThis, { XMLHttpRequest: FakeRequest });
});

function sending(files = [file()]) {
  const moves: number[] = [];
  const wanted = new AbortController();
  const answer = sendFiles(caller, said, { files, moved: (part) => moves.push(part), signal: wanted.signal });
  const failure = answer.catch((error: unknown) => error) as Promise<ApiError>;
  return { request: FakeRequest.last, answer, failure, moves, wanted };
}

test("files go with their words in one form, in the visitor's name", () => {
  const form = formOf({ ...said, conversation_id: 7 }, [file(), file()]);
  const { request } = sending();

  assert.deepEqual([form.get("client_message_id"), form.get("conversation_id"), form.get("message")], ["c1", "7", "Look."]);
  assert.equal(form.getAll("file").length, 2);
  assert.deepEqual([request.address, request.headers["Authorization"]], ["https://chat.example/api/chatbot/file", "Bearer slv_1"]);
});

test("a voice goes its own way, with how long it is", () => {
  const form = formOf({ client_message_id: "c1", message: "" }, [{ ...file("voice"), durationMs: 1500.4 }]);

  assert.deepEqual([form.has("message"), form.get("duration_ms"), form.has("audio")], [false, "1500", true]);
  assert.equal(sending([file("voice")]).request.address, "https://chat.example/api/chatbot/voice");
});

test("it tells how far it has got, and then the answer", async () => {
  const { request, answer, moves } = sending();

  request.upload.onprogress?.({ loaded: 5, total: 10 });
  request.answers(201, '{"message": {"seq": 1}}');

  assert.deepEqual([moves, await answer], [[0.5], { message: { seq: 1 } }]);
});

test("a refusal is told in the server's words", async () => {
  const { request, failure } = sending();

  request.answers(415, '{"code": "kind_not_accepted", "message": "Files of this kind are not accepted here."}');

  const { status, message } = await failure;
  assert.deepEqual([status, message], [415, "Files of this kind are not accepted here."]);
});

test("a proxy that takes no files as large as this has no words of ours, but there are some", async () => {
  const { request, failure } = sending();

  request.answers(413, "<html>413 Request Entity Too Large</html>");

  assert.deepEqual([(await failure).message, (await failure).isPassing], ["The server does not take as much as this at once.", false]);
});

test("who is asked to wait is told for how long", async () => {
  const { request, failure } = sending();

  request.retryAfter = "20";
  request.answers(429, '{"code": "throttled", "message": "Slow down, please."}');

  assert.deepEqual([(await failure).retryAfterMs, (await failure).isPassing], [20_000, true]);
});

test("it takes as long as it takes, while something moves", async () => {
  const { request, answer } = sending();

  for (let loaded = 1; loaded <= 4; loaded += 1) {
    await pass(29_000);
    request.upload.onprogress?.({ loaded, total: 4 });
  }
  request.answers(201, "{}");

  assert.deepEqual([await answer, request.isAborted], [{}, false]);
});

test("when nothing moves for half a minute, it is over", async () => {
  const { request, failure } = sending();

  await pass(30_000);

  assert.deepEqual([(await failure).code, request.isAborted], ["standstill", true]);
  assert.equal((await failure).isPassing, false);
});

test("who takes it back stops it at once", async () => {
  const { request, failure, wanted } = sending();

  wanted.abort();
  await settled();

  assert.equal(request.isAborted, true);
  assert.equal((await failure).name, "AbortError");
});
