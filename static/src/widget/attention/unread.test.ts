import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cursors, Message, SenderType } from "../../chat/message.ts";
import { shortly, TitleMark, Unread } from "./unread.ts";

/** The first message of a conversation, and so all of it, is loaded. */
const all = (messages: Message[], read_up_to: Cursors = {}) => ({ messages, read_up_to, since: 1 });

const from = (...senders: SenderType[]) =>
  senders.map((sender_type, at) => ({ sender_type, seq: at + 1, deleted: false, conversation_id: 1 }) as Message);

const deleted = (message: Message): Message => ({ ...message, deleted: true });

test("who comes back finds what others have said since they last read", () => {
  const messages = from("visitor", "admin", "admin", "bot", "visitor");

  assert.equal(new Unread().count(all(messages, { visitor: 2, operators: 5 }), false).number, 2);
  assert.equal(new Unread().count(all(messages), false).number, 3);
});

test("lines of the system and deleted messages are nothing to read", () => {
  const [line, gone] = from("system", "admin");

  assert.equal(new Unread().count(all([line!, deleted(gone!)]), false).number, 0);
});

test("what was seen here is not new again, though the server has not heard of it", () => {
  const unread = new Unread();
  const messages = from("admin", "admin");

  assert.equal(unread.count(all(messages), true).number, 0);
  assert.equal(unread.count(all(messages), false).number, 0);
  assert.equal(unread.count(all(from("admin", "admin", "admin")), false).number, 1);
});

test("what was read in another tab is read here", () => {
  const unread = new Unread();
  const messages = from("admin", "admin");

  assert.equal(unread.count(all(messages, { visitor: 1 }), false).number, 1);
  assert.equal(unread.count(all(messages, { visitor: 2 }), false).number, 0);
});

test("another conversation counts anew, however long it is", () => {
  const unread = new Unread();
  unread.count(all(from("admin", "admin")), true);
  const another = (messages: Message[]) => messages.map((message) => ({ ...message, conversation_id: 2 }));

  assert.equal(unread.count(all(another(from("admin"))), false).number, 1);
  assert.equal(unread.count(all(another(from("admin", "admin", "admin"))), false).number, 3);
});

test("who comes back to more than has been loaded is told that it is more", () => {
  const page = from("admin", "admin", "system").map((message) => ({ ...message, seq: message.seq + 50 }));
  const counted = (visitor: number) => new Unread().count({ messages: page, read_up_to: { visitor }, since: 51 }, false);

  assert.deepEqual(counted(20), { number: 2, isMore: true });
  assert.equal(shortly(counted(20)), "2+");
  assert.deepEqual(counted(50), { number: 2, isMore: false });
  assert.deepEqual(counted(53), { number: 0, isMore: false });
});

test("a large number is told shortly", () => {
  const told = (number: number) => shortly({ number, isMore: false });

  assert.deepEqual([told(0), told(99), told(100)], ["", "99", "99+"]);
});

test("the title has the number before it, and is itself again once all is seen", () => {
  const page = { title: "Shop" };
  const mark = new TitleMark(page);

  mark.show("2");
  assert.equal(page.title, "(2) Shop");
  mark.show("3");
  assert.equal(page.title, "(3) Shop");
  mark.show("");
  assert.equal(page.title, "Shop");
});

test("a title that the page has changed meanwhile stays changed", () => {
  const page = { title: "Shop" };
  const mark = new TitleMark(page);

  mark.show("2");
  page.title = "Basket";
  mark.show("3");
  assert.equal(page.title, "(3) Basket");
  page.title = "Paid";
  mark.show("");
  assert.equal(page.title, "Paid");
});

test("a number of the page's own is the page's", () => {
  const page = { title: "(5) Inbox" };
  const mark = new TitleMark(page);

  mark.show("");
  assert.equal(page.title, "(5) Inbox");
  mark.show("2");
  mark.show("");
  assert.equal(page.title, "(5) Inbox");
});

test("a page without a title has none afterwards", () => {
  const page = { title: "" };
  const mark = new TitleMark(page);

  mark.show("2");
  assert.equal(page.title, "(2)");
  mark.show("");
  assert.equal(page.title, "");
});
