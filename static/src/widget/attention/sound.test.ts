import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { Sound } from "./sound.ts";

let now = 0;
beforeEach(() => {
  now = 0;
  useFakeClock();
});

const clock = () => now;
const noop = () => {};

/** A browser's loudspeaker that notes what it is told; it may sound at once, or when somebody has clicked. */
function loudspeaker({ resumes = Promise.resolve() as Promise<void> } = {}) {
  const notes: number[] = [];
  let closed = 0;
  const tone = () => {
    const frequency = { value: 0 };
    return { frequency, connect: (next: unknown) => next, start: () => notes.push(frequency.value), stop: noop };
  };
  const gain = { setValueAtTime: noop, exponentialRampToValueAtTime: noop };
  const context = {
    state: "running",
    currentTime: 0,
    resume: () => resumes,
    close: async () => void (closed += 1),
    createOscillator: tone,
    createGain: () => ({ gain, connect: (next: unknown) => next }),
  };
  return { make: () => context as unknown as AudioContext, notes, closed: () => closed };
}

test("it is two notes, and then the loudspeaker is let go", async () => {
  const { make, notes, closed } = loudspeaker();

  await new Sound(make, clock).play();
  assert.deepEqual(notes, [659.25, 880]);
  assert.equal(closed(), 0);
  await pass(2_000);

  assert.equal(closed(), 1);
});

test("it sounds once a second at most", async () => {
  const { make, notes } = loudspeaker();
  const sound = new Sound(make, clock);

  await sound.play();
  now = 999;
  await sound.play();
  assert.equal(notes.length, 2);
  now = 1_000;
  await sound.play();

  assert.equal(notes.length, 4);
});

test("where nobody has clicked yet it is silent, and does not sound late", async () => {
  let clicked = noop;
  const { make, notes, closed } = loudspeaker({ resumes: new Promise((done) => (clicked = done)) });
  void new Sound(make, clock).play();
  now = 60_000;
  await pass(60_000);
  assert.equal(closed(), 1);

  clicked();
  await settled();

  assert.deepEqual(notes, []);
});

test("where nothing can sound, nothing breaks", async () => {
  const make = mock.fn((): AudioContext => {
    throw new TypeError("AudioContext is not a constructor");
  });

  await new Sound(make, clock).play();

  assert.equal(make.mock.callCount(), 1);
});
