import assert from "node:assert/strict";
import { test } from "node:test";
import { playAlone, type Sound } from "./sound.ts";

class FakeSound implements Sound {
  bars = [];
  durationMs = 1_000;
  positionMs = 0;
  isPlaying = false;

  async play() {
    this.isPlaying = true;
  }

  pause() {
    this.isPlaying = false;
  }

  seek() {}
  release() {}
}

test("one voice note is heard at a time", async () => {
  const [one, other] = [new FakeSound(), new FakeSound()];

  await playAlone(one);
  await playAlone(other);
  assert.deepEqual([one.isPlaying, other.isPlaying], [false, true]);
  await playAlone(one);

  assert.deepEqual([one.isPlaying, other.isPlaying], [true, false]);
});
