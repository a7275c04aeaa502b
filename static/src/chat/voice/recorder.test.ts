import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { LONGEST_MS, type Microphone, Recorder, type Stage, type Tape } from "./recorder.ts";

beforeEach(useFakeClock);

/** A microphone that is watched, and a clock beside the one that ticks. */
function studio({ heard = "words", fails }: { heard?: string; fails?: string } = {}) {
  const open = new Set<Tape>();
  const seen: string[] = [];
  let time = 1_000_000;
  const lostBy: (() => void)[] = [];
  const microphone: Microphone = async (lost) => {
    if (fails) throw new DOMException("no", fails);
    lostBy.push(lost);
    const tape: Tape = {
      level: () => 0.5,
      async finish() {
        open.delete(tape);
        return new Blob([heard]);
      },
      close: () => open.delete(tape),
    };
    open.add(tape);
    return tape;
  };
  const look = () => seen.at(-1) !== recorder.stage.name && seen.push(recorder.stage.name);
  const recorder: Recorder = new Recorder(microphone, look, () => time);
  const speak = async (ms: number) => {
    time += ms;
    await pass(250);
  };
  return { recorder, seen, open, speak, unplug: (attempt: number) => lostBy[attempt]?.() };
}

const elapsedIn = (stage: Stage) => (stage.name === "recording" ? stage.elapsedMs : undefined);
const lengthIn = (stage: Stage) => (stage.name === "recorded" ? stage.note.durationMs : undefined);

test("what was said is kept until it is sent, and the microphone is let go", async () => {
  const { recorder, seen, open, speak } = studio();

  await recorder.start();
  await speak(3_000);
  assert.equal(elapsedIn(recorder.stage), 3_000);
  await recorder.stop();

  assert.deepEqual(seen, ["asking", "recording", "recorded"]);
  assert.equal(lengthIn(recorder.stage), 3_000);
  assert.equal(open.size, 0);
});

test("what is discarded while it is recorded is gone, and the microphone with it", async () => {
  const { recorder, open } = studio();

  await recorder.start();
  recorder.discard();

  assert.deepEqual(recorder.stage, { name: "idle" });
  assert.equal(open.size, 0);
});

test("who gave up before the browser had asked is not recorded", async () => {
  const { recorder, open } = studio();

  const starting = recorder.start();
  recorder.discard();
  await starting;

  assert.deepEqual(recorder.stage, { name: "idle" });
  assert.equal(open.size, 0);
});

test("what is discarded while it ends does not come back", async () => {
  const { recorder, speak } = studio();
  await recorder.start();
  await speak(3_000);

  const stopping = recorder.stop();
  recorder.discard();
  await stopping;

  assert.deepEqual(recorder.stage, { name: "idle" });
});

test("the longest note ends by itself", async () => {
  const { recorder, open, speak } = studio();
  await recorder.start();

  await speak(LONGEST_MS + 400);
  await settled();

  assert.equal(lengthIn(recorder.stage), LONGEST_MS);
  assert.equal(open.size, 0);
});

test("when the microphone is pulled out, what was said until then is kept", async () => {
  const { recorder, speak, unplug } = studio();
  await recorder.start();
  await speak(2_000);

  unplug(0);
  await settled();

  assert.equal(recorder.stage.name, "recorded");
});

test("the end of a note that was discarded does not end the next one", async () => {
  const { recorder, unplug } = studio();
  await recorder.start();
  await recorder.start();

  unplug(0);
  await settled();

  assert.equal(recorder.stage.name, "recording");
});

test("a press by mistake is no voice note", async () => {
  const { recorder, speak } = studio();
  await recorder.start();
  await speak(200);

  await recorder.stop();

  assert.deepEqual(recorder.stage, { name: "failed", why: "short" });
});

test("a microphone that gave nothing is told", async () => {
  const { recorder, speak } = studio({ heard: "" });
  await recorder.start();
  await speak(2_000);

  await recorder.stop();

  assert.deepEqual(recorder.stage, { name: "failed", why: "short" });
});

for (const [fails, why] of [
  ["NotAllowedError", "refused"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
] as const) {
  test(`${fails} of the browser means ${why}, and one may try again`, async () => {
    const { recorder, seen } = studio({ fails });

    await recorder.start();
    assert.deepEqual(recorder.stage, { name: "failed", why });
    await recorder.start();

    assert.deepEqual(seen, ["asking", "failed", "asking", "failed"]);
  });
}
