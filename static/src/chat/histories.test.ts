/** The law of the store, over random histories: any order, any repetition, the same screen. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "./message.ts";
import { apply, type ChatEvent, empty, hasGap, type State } from "./store.ts";
import { composed, message } from "./testing.ts";

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

/** Messages, edits and deletions as the server numbers them: every one takes the next number. */
function history(roll: (sides: number) => number): Message[] {
  const versions: Message[] = [];
  for (let number = 1, length = 1 + roll(20); number <= length; number += 1) {
    const old = versions[roll(versions.length + 1)];
    const change = { changed_seq: number, deleted: roll(4) === 0, edited_at: "now" };
    versions.push(old && roll(3) === 0 ? { ...old, ...change } : message(number));
  }
  return versions;
}

/** What `?after=` answers: the newest version of all that changed since, by the order of change. */
function answer(versions: Message[], after: number, limit: number): ChatEvent {
  const newest = new Map(versions.map((version) => [version.seq, version]));
  const news = [...newest.values()]
    .filter(({ changed_seq }) => changed_seq > after)
    .sort((a, b) => a.changed_seq - b.changed_seq);
  const has_more = news.length > limit;
  return { name: "PageRead", data: { messages: news.slice(0, limit), last_seq: versions.length, has_more, after } };
}

/** Whatever the roads bring first and twice, catching up as the feed does. */
function arrive(versions: Message[], roll: (sides: number) => number): State[] {
  const states = [versions.filter(() => roll(2)).reduce((state, { seq }) => apply(state, composed(seq)), empty)];
  const latest = () => states.at(-1)!;
  const take = (event: ChatEvent) => states.push(apply(latest(), event));
  for (let step = 0, steps = roll(40); step < steps; step += 1) {
    const seen = versions.slice(0, 1 + roll(versions.length)); // the server at that moment
    if (roll(4)) take({ name: "ChatMessageReceived", data: seen.at(-1)! });
    else take(answer(seen, latest().cursor, 1 + roll(5)));
  }
  while (latest().cursor < versions.length) take(answer(versions, latest().cursor, 3));
  return states;
}

test("in any order and repetition the screen is the same in the end", () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const roll = dice(seed);
    const versions = history(roll);
    const expected = apply(empty, answer(versions, 0, Infinity)).messages;

    const end = arrive(versions, roll).at(-1)!;

    assert.deepEqual(end.messages, expected, `seed ${seed}`);
    assert.deepEqual([end.ahead, hasGap(end)], [[], false], `seed ${seed}`);
    assert.deepEqual(end.outgoing.filter(isAmong(expected)), [], `seed ${seed}`);
  }
});

test("on the way nothing is ever taken away, nor shown before what was said earlier", () => {
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const roll = dice(seed);
    let before = empty;
    for (const state of arrive(history(roll), roll)) {
      const known = new Set(state.messages.map(({ seq }) => seq));
      assert.ok(before.messages.every(({ seq }) => known.has(seq)), `seed ${seed}`);
      assert.ok(state.messages.every(({ changed_seq }) => changed_seq <= state.cursor), `seed ${seed}`);
      before = state;
    }
  }
});

const isAmong =
  (messages: Message[]) =>
  ({ client_message_id: id }: { client_message_id: string }) =>
    messages.some(({ client_message_id }) => client_message_id === id);
