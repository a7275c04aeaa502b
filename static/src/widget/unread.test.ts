import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message, SenderType } from "../chat/message.ts";
import { shortly, TitleMark, Unread } from "./unread.ts";

const from = (...senders: SenderType[]) =>
  senders.map((sender_type, at) => ({ sender_type, seq: at + 1, deleted: false }) as Message);

const deleted = (message: Message): Message => ({ ...message, deleted: true });

test("who comes back finds what others have said since they last read", () => {
  const messages = from("visitor", "admin", "admin", "bot", "visitor");

  assert.equal(new Unread().count({ messages, read_up_to: { visitor: 2, operators: 5 } }, false), 2);
  assert.equal(new Unread().count({ messages, read_up_to: {} }, false), 3);
});

test("lines of the system and deleted messages are nothing to read", () => {
  const [line, gone] = from("system", "admin");

  assert.equal(new Unread().count({ messages: [line!, deleted(gone!)], read_up_to: {} }, false), 0);
});

test("what was seen here is not new again, though the server has not heard of it", () => {
  const unread = new Unread();
  const messages = from("admin", "admin");

  assert.equal(unread.count({ messages, read_up_to: {} }, true), 0);
  assert.equal(unread.count({ messages, read_up_to: {} }, false), 0);
  assert.equal(unread.count({ messages: from("admin", "admin", "admin"), read_up_to: {} }, false), 1);
});

test("what was read in another tab is read here", () => {
  const unread = new Unread();
  const messages = from("admin", "admin");

  assert.equal(unread.count({ messages, read_up_to: { visitor: 1 } }, false), 1);
  assert.equal(unread.count({ messages, read_up_to: { visitor: 2 } }, false), 0);
});

test("another conversation counts anew", () => {
  const unread = new Unread();
  unread.count({ messages: from("admin", "admin", "admin"), read_up_to: {} }, true);

  assert.equal(unread.count({ messages: from("admin", "admin"), read_up_to: {} }, false), 2);
});

test("a large number is told shortly", () => {
  assert.deepEqual([shortly(99), shortly(100)], ["99", "99+"]);
});

test("the title has the number before it, and is itself again once all is seen", () => {
  const page = { title: "Shop" };
  const mark = new TitleMark(page);

  mark.show(2);
  assert.equal(page.title, "(2) Shop");
  mark.show(3);
  assert.equal(page.title, "(3) Shop");
  mark.show(0);
  assert.equal(page.title, "Shop");
});

test("a title that the page has changed meanwhile stays changed", () => {
  const page = { title: "Shop" };
  const mark = new TitleMark(page);

  mark.show(2);
  page.title = "Basket";
  mark.show(3);
  assert.equal(page.title, "(3) Basket");
  page.title = "Paid";
  mark.show(0);
  assert.equal(page.title, "Paid");
});

test("a number of the page's own is the page's", () => {
  const page = { title: "(5) Inbox" };
  const mark = new TitleMark(page);

  mark.show(0);
  assert.equal(page.title, "(5) Inbox");
  mark.show(2);
  mark.show(0);
  assert.equal(page.title, "(5) Inbox");
});

test("a page without a title has none afterwards", () => {
  const page = { title: "" };
  const mark = new TitleMark(page);

  mark.show(2);
  assert.equal(page.title, "(2)");
  mark.show(0);
  assert.equal(page.title, "");
});
