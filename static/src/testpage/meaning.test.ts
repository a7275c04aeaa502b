import assert from "node:assert/strict";
import { test } from "node:test";
import { meaning } from "./meaning.ts";

const state = (changes = {}) => ({
  realtimeProvider: "reverb" as const,
  realtimeConnected: true,
  channelSubscription: "private-chat.conversation.1",
  ...changes,
});

test("every state of the widget is told in words of its own", () => {
  const states = [
    undefined,
    state({ realtimeProvider: null, realtimeConnected: false, channelSubscription: null }),
    state({ realtimeProvider: "polling", realtimeConnected: false, channelSubscription: null }),
    state({ channelSubscription: null }),
    state(),
    state({ realtimeProvider: "pusher" }),
  ];

  assert.equal(new Set(states.map(meaning)).size, states.length);
});

test("a socket without a subscription is not called live", () => {
  assert.doesNotMatch(meaning(state({ channelSubscription: null })), /Live/);
  assert.match(meaning(state()), /Live/);
});
