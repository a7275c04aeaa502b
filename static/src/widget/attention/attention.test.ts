import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Store } from "../../chat/store.ts";
import { message, olga, page, read, vera } from "../../chat/testing.ts";
import type { Message } from "../../chat/message.ts";
import { pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { Attention } from "./attention.ts";
import type { Permission } from "./notices.ts";
import { keeping, keepingNothing } from "../testing.ts";
import type { Widget } from "../widget.ts";

let view: { hidden: boolean; isFocused: boolean };
let turns: Set<string>;

beforeEach(() => {
  useFakeClock();
  keeping();
  view = { hidden: false, isFocused: true };
  turns = new Set();
  const document = {
    get hidden() {
      return view.hidden;
    },
    hasFocus: () => view.isFocused,
    addEventListener() {},
    removeEventListener() {},
  };
  Object.assign(globalThis, { document });
});
afterEach(keepingNothing);

/** A tab of Vera's, in which the tones and the notices are counted. */
function tab({ mayKeep = true, permission = "granted" as Permission } = {}) {
  const store = new Store();
  const listeners = new Set<() => void>();
  const widget = {
    embed: { site: "shop", base: "https://chat.example/" },
    isOpen: false,
    session: { store, entrance: { mayKeep, site: { texts: { title: "Shop" } } } },
    on: (_: string, listener: () => void) => listeners.add(listener),
    off: (_: string, listener: () => void) => listeners.delete(listener),
    open: () => (widget.isOpen = true),
  };
  store.subscribe(() => listeners.forEach((listener) => listener()));
  const told = { tones: 0, notices: [] as string[], click: () => {} };
  const show = ({ message: text }: Message, _: string, tag: string, click: () => void) => {
    told.notices.push(`${tag}: ${text}`);
    told.click = click;
  };
  const notices = { permission, ask: async () => permission === "granted", show, clear() {} };
  const takeTurn = async (name: string) => !turns.has(name) && Boolean(turns.add(name));
  const sound = { play: async () => void (told.tones += 1) };
  const attention = new Attention(widget as unknown as Widget, { sound, notices, takeTurn });
  return { attention, store, widget, told };
}

const opened = (store: Store, messages: Message[]) =>
  store.dispatch({ name: "PageRead", data: { ...page(messages, messages.length), after: 0 } });

const says = (store: Store, seq: number, changes: Partial<Message> = {}) =>
  store.dispatch({ name: "ChatMessageReceived", data: message(seq, { ...olga, ...changes }) });

/** In whom both are turned on, as by clicks, and who has heard how the tone sounds. */
async function wishing(options: Parameters<typeof tab>[0] = {}) {
  const made = tab(options);
  made.attention.turnSound(true);
  await made.attention.turnNotices(true);
  made.told.tones = 0;
  opened(made.store, [message(1, vera), message(2, olga)]);
  await pass(1_000);
  return made;
}

test("nothing is told before the visitor wishes it", async () => {
  const { store, told } = tab();
  opened(store, [message(1)]);
  view.hidden = true;

  says(store, 2);
  await pass(1_000);

  assert.deepEqual([told.tones, told.notices], [0, []]);
});

test("who turns the tone on hears it", () => {
  const { attention, told } = tab();

  attention.turnSound(true);
  attention.turnSound(false);

  assert.equal(told.tones, 1);
});

test("what was there when we came is no news, and what comes then is", async () => {
  const { store, told } = await wishing();
  assert.equal(told.tones, 0);

  says(store, 3);
  await pass(1_000);

  assert.deepEqual([told.tones, told.notices], [1, []]);
});

test("one's own words, lines of the system, changes and older pages are no news", async () => {
  const { store, told } = await wishing();
  const older = page([], 2, { messages: [message(0, olga)] });

  says(store, 3, vera);
  says(store, 4, { sender_type: "system" });
  says(store, 2, { changed_seq: 5, message: "edited" });
  store.dispatch({ name: "OlderRead", data: { ...older, before: 1 } });
  await pass(1_000);

  assert.equal(told.tones, 0);
});

test("who looks at the open panel is left in peace, and who looks elsewhere is not", async () => {
  const { store, told, widget } = await wishing();
  widget.isOpen = true;
  says(store, 3);
  await pass(1_000);
  assert.equal(told.tones, 0);

  view.isFocused = false; // another window is in front
  says(store, 4);
  await pass(1_000);

  assert.equal(told.tones, 1);
});

test("while nobody sees the page the browser says it, and a click opens the panel", async () => {
  const { store, told, widget } = await wishing();
  view.hidden = true;

  says(store, 3, { message: "It is on its way." });
  await pass(1_000);

  assert.deepEqual([told.tones, told.notices], [1, ["smartlink-shop-1: It is on its way."]]);
  told.click();
  assert.equal(widget.isOpen, true);
});

test("of several tabs one tells it", async () => {
  const [one, other] = [await wishing(), await wishing()];
  view.hidden = true;

  says(one.store, 3);
  says(other.store, 3);
  await pass(1_000);

  assert.deepEqual([one.told.tones + other.told.tones, [...one.told.notices, ...other.told.notices].length], [1, 1]);
});

test("a tab that one looks at keeps the others silent, also when it hears of it a little later", async () => {
  const [behind, looked] = [await wishing(), await wishing()];
  looked.widget.isOpen = true;
  view.hidden = true;
  says(behind.store, 3);

  view.hidden = false;
  says(looked.store, 3);
  await pass(1_000);

  assert.deepEqual([behind.told.tones, behind.told.notices, looked.told.tones], [0, [], 0]);
});

test("what is read in another tab meanwhile is not told", async () => {
  const { store, told } = await wishing();

  says(store, 3);
  store.dispatch(read("visitor", 3));
  await pass(1_000);

  assert.equal(told.tones, 0);
});

test("wishes are kept for the next page, where anything may be", async () => {
  await wishing();
  assert.deepEqual(tab().attention.wishes, { sound: true, notices: true });

  const stranger = tab({ mayKeep: false });
  assert.deepEqual(stranger.attention.wishes, { sound: false, notices: false });
  stranger.attention.turnSound(true);
  assert.equal(stranger.attention.wishes.sound, true);
  localStorage.clear();
  assert.equal(tab().attention.wishes.sound, false);
});

test("a permission that was taken back is no wish any more", async () => {
  await wishing();
  const { attention } = tab({ permission: "denied" });
  assert.deepEqual(attention.wishes, { sound: true, notices: false });

  await attention.turnNotices(true);
  assert.equal(attention.wishes.notices, false);
});

test("after the end nothing is told", async () => {
  const { attention, store, told } = await wishing();

  says(store, 3);
  attention.stop();
  says(store, 4);
  await pass(1_000);
  await settled();

  assert.equal(told.tones, 0);
});
