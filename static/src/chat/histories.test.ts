/** The law of the store, over random histories: any order, any repetition, the same screen. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cursors, Message } from "./message.ts";
import { further, nobodyRead } from "./reading.ts";
import type { ChatEvent } from "./events.ts";
import { apply, empty, hasGap, hasOlder, type State } from "./store.ts";
import { composed, message, olga, page, read, vera } from "./testing.ts";

const HISTORIES = 300;

/** A small generator that is the same every time (mulberry32's constants). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** The server at one time: every version there ever was, and how far each side has read. */
interface Moment {
  versions: Message[];
  read_up_to: Cursors;
}

/** Messages, edits and deletions as the server numbers them: every one takes the next number. */
function history(roll: (sides: number) => number): Moment[] {
  const moments: Moment[] = [{ versions: [], read_up_to: nobodyRead }];
  for (let number = 1, length = 1 + roll(20); number <= length; number += 1) {
    const { versions, read_up_to } = moments.at(-1)!;
    const old = versions[roll(versions.length + 1)];
    const change = { changed_seq: number, deleted: roll(4) === 0, edited_at: "now" };
    const version = old && roll(3) === 0 ? { ...old, ...change } : message(number, roll(2) ? vera : olga);
    const read = { visitor: roll(number + 1), operators: roll(number + 1) };
    moments.push({ versions: [...versions, version], read_up_to: further(read_up_to, read) });
  }
  return moments.slice(1);
}

type PageRead = Extract<ChatEvent, { name: "PageRead" }>;

/** What `?after=` answers: the newest version of all that changed since, by the order of change. */
function answer({ versions, read_up_to }: Moment, after: number, limit: number): PageRead {
  const newest = new Map(versions.map((version) => [version.seq, version]));
  const news = [...newest.values()]
    .filter(({ changed_seq }) => changed_seq > after)
    .sort((a, b) => a.changed_seq - b.changed_seq)
    .map((one) => ({ ...one, is_read: isRead(one, read_up_to) }));
  const has_more = news.length > limit;
  const conversation = { read_up_to };
  const data = page(news.slice(0, limit), versions.length, { has_more, conversation });
  return { name: "PageRead", data: { ...data, after } };
}

const isRead = ({ sender_type, seq }: Message, { visitor = 0, operators = 0 }: Cursors) =>
  seq <= (sender_type === "visitor" ? operators : visitor);

/** What init answers: the newest messages. */
function opening(moment: Moment, limit: number): ChatEvent {
  const messages = answer(moment, 0, Infinity).data.messages.sort(bySeq).slice(-limit);
  const { read_up_to, versions } = moment;
  return { name: "Opened", data: { conversation: { last_seq: versions.length, read_up_to }, messages } };
}

/** What `?before=` answers: the newest of what was said before it. */
function older(moment: Moment, before: number, limit: number): ChatEvent {
  const { data } = answer(moment, 0, Infinity);
  const said = data.messages.filter(({ seq }) => seq < before).sort(bySeq);
  return { name: "OlderRead", data: { ...data, messages: said.slice(-limit), has_more: said.length > limit, before } };
}

const bySeq = (one: Message, other: Message) => one.seq - other.seq;

/** Whatever the roads bring first and twice, catching up as the feed does and reading back as people do. */
function arrive(moments: Moment[], roll: (sides: number) => number): State[] {
  const now = moments.at(-1)!;
  const own = now.versions.filter(() => roll(2));
  const begun = own.reduce((state, { seq }) => apply(state, composed(seq)), empty);
  const start = roll(moments.length);
  const states = [roll(2) ? begun : apply(begun, opening(moments[start]!, 1 + roll(5)))];
  const latest = () => states.at(-1)!;
  const take = (event: ChatEvent) => states.push(apply(latest(), event));
  // Whoever reads back asks after they have opened, and is answered as things are then.
  const readBack = (moment: Moment) => {
    take({ name: "OlderWanted" });
    take(older(moment, latest().since, 1 + roll(5)));
  };
  for (let step = 0, steps = roll(40); step < steps; step += 1) {
    const then = moments[roll(moments.length)]!;
    const road = roll(6);
    if (road === 0) take(answer(then, latest().cursor, 1 + roll(5)));
    else if (road === 1) take(read("visitor", then.read_up_to["visitor"] ?? 0));
    else if (road === 2) take(read("admin", then.read_up_to["operators"] ?? 0));
    else if (road === 3) readBack(moments[start + roll(moments.length - start)]!);
    else take({ name: "ChatMessageReceived", data: then.versions.at(-1)! });
  }
  do take(answer(now, latest().cursor, 3));
  while (latest().cursor < now.versions.length);
  while (hasOlder(latest())) readBack(now);
  return states;
}

test("in any order and repetition the screen is the same in the end", () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const roll = dice(seed);
    const moments = history(roll);
    const expected = apply(empty, answer(moments.at(-1)!, 0, Infinity)).messages;

    const end = arrive(moments, roll).at(-1)!;

    assert.deepEqual(end.messages, expected, `seed ${seed}`);
    assert.deepEqual([end.ahead, end.aside, hasGap(end)], [[], [], false], `seed ${seed}`);
    assert.deepEqual(end.outgoing.filter(isAmong(expected)), [], `seed ${seed}`);
  }
});

test("on the way nothing is ever taken away, made unread, nor shown before what was said earlier", () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const roll = dice(seed);
    const states = arrive(history(roll), roll);
    const { since } = states[0]!; // what is older than that is no news
    let before = empty;
    for (const state of states) {
      const known = new Map(state.messages.map((one) => [one.seq, one]));
      assert.ok(before.messages.every(({ seq }) => known.has(seq)), `seed ${seed}`);
      assert.ok(before.messages.every(({ seq, is_read }) => !is_read || known.get(seq)?.is_read), `seed ${seed}`);
      assert.ok(state.messages.every(({ seq, changed_seq }) => seq < since || changed_seq <= state.cursor), `seed ${seed}`);
      before = state;
    }
  }
});

const isAmong =
  (messages: Message[]) =>
  ({ client_message_id: id }: { client_message_id: string }) =>
    messages.some(({ client_message_id }) => client_message_id === id);
