import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { message, olga } from "../../chat/testing.ts";
import { bodyOf, Notices } from "./notices.ts";

interface Shown {
  title: string;
  options?: NotificationOptions | undefined;
  onclick: (() => void) | null;
  isClosed: boolean;
}

const shown: Shown[] = [];
let focused = 0;

/** A browser's notices; `asked` is what the visitor answers when they are asked. */
function browser(permission: NotificationPermission, { asked = permission, isAndroid = false } = {}) {
  class Notification implements Shown {
    static permission = permission;
    static requestPermission = async () => (Notification.permission = asked);
    onclick: (() => void) | null = null;
    isClosed = false;
    constructor(
      readonly title: string,
      readonly options?: NotificationOptions,
    ) {
      if (isAndroid) throw new TypeError("Illegal constructor");
      if (Notification.permission === "granted") shown.push(this);
    }
    close() {
      this.isClosed = true;
    }
  }
  Object.assign(globalThis, { Notification });
}

beforeEach(() => {
  shown.length = focused = 0;
  Object.assign(globalThis, { isSecureContext: true, window: { focus: () => (focused += 1) } });
});
afterEach(() => {
  for (const name of ["Notification", "isSecureContext", "window"]) Reflect.deleteProperty(globalThis, name);
});

const said = message(3, { ...olga, message: "It is on\nits way." });

test("who is not asked yet is asked, and what they say counts", async () => {
  browser("default", { asked: "granted" });
  const notices = new Notices();
  assert.equal(notices.permission, "askable");
  assert.equal(await notices.ask(), true);

  browser("default", { asked: "denied" });
  assert.equal(await new Notices().ask(), false);
  assert.equal(new Notices().permission, "denied");
  assert.deepEqual(shown, []);
});

test("where there are none, or only for pages with TLS, nobody is asked", async () => {
  assert.deepEqual([new Notices().permission, await new Notices().ask()], ["missing", false]);

  browser("default", { asked: "granted" });
  Object.assign(globalThis, { isSecureContext: false });
  assert.deepEqual([new Notices().permission, await new Notices().ask()], ["missing", false]);
});

test("where pages cannot make any, this is known before they are promised", async () => {
  browser("default", { asked: "granted", isAndroid: true });
  const notices = new Notices();

  assert.equal(await notices.ask(), false);
  assert.equal(notices.permission, "missing");
});

test("where that is only known when one is made, nothing breaks", () => {
  browser("granted", { isAndroid: true });
  const notices = new Notices();

  notices.show(said, "Shop", "talk", () => {});

  assert.equal(notices.permission, "missing");
});

test("it says who has written and the first words, without a sound, and one takes the other's place", () => {
  browser("granted");

  new Notices().show(said, "Shop", "talk", () => {});

  const [{ title, options }] = shown as [Shown];
  assert.equal(title, "Olga Operator");
  assert.deepEqual(options, { body: "It is on its way.", tag: "talk", silent: true });
});

test("a click on it leads to the page, and to the conversation", () => {
  browser("granted");
  let opened = 0;
  new Notices().show(said, "Shop", "talk", () => (opened += 1));

  shown[0]?.onclick?.();

  assert.deepEqual([focused, opened, shown[0]?.isClosed], [1, 1, true]);
});

test("what is seen on the page is cleared away", () => {
  browser("granted");
  const notices = new Notices();
  notices.show(said, "Shop", "talk", () => {});

  notices.clear();

  assert.equal(shown[0]?.isClosed, true);
});

test("nobody is shown what they have not let the browser show", () => {
  browser("denied");

  new Notices().show(said, "Shop", "talk", () => {});

  assert.deepEqual(shown, []);
});

test("long words are cut between letters, and files are told", () => {
  const body = (text: string) => bodyOf({ message: text, attachments: [] });
  assert.equal(body(`${"ä".repeat(98)}👋🏽 and more`), `${"ä".repeat(98)}👋…`);
  assert.equal(Array.from(body("x".repeat(5_000))).length, 100);
  assert.equal(body("x".repeat(100)), "x".repeat(100));

  const file = { ...message(1), message: " ", attachments: [{}] as never };
  assert.equal(bodyOf(file), "Sent a file");
});
