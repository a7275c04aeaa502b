/** Recording as a component shows it: loaded when it is first asked for, and over when the component goes. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { lazily } from "../../realtime/lazy.ts";
import type { Recorder, Stage } from "./recorder.ts";

export type Lazy = typeof import("./lazy.ts");

const load = lazily<Lazy>(new URL("chatbot-voice.js", import.meta.url)); // it lies beside every bundle of ours
const IDLE: Stage = { name: "idle" };

export function useRecording(taken: readonly string[]) {
  const [stage, show] = useState(IDLE);
  const [lazy, hold] = useState<Lazy>();
  const recorder = useRef<Recorder>(undefined);
  const isWanted = useRef(false); // it may be given up while it loads
  const start = async () => {
    isWanted.current = true;
    show({ name: "asking" });
    const loaded = await load().catch(() => undefined);
    if (!isWanted.current) return;
    if (!loaded) return show({ name: "failed", why: "unloaded" });
    hold(loaded);
    recorder.current ??= recorderOf(loaded, taken, show);
    await recorder.current.start();
  };
  const discard = () => {
    isWanted.current = false;
    show(IDLE);
    recorder.current?.discard();
  };
  useLayoutEffect(() => discard, []); // at once: nobody is heard by what is gone
  return { stage, lazy, start, stop: () => recorder.current?.stop(), discard, level: () => recorder.current?.level ?? 0 };
}

export type Recording = ReturnType<typeof useRecording>;

function recorderOf(lazy: Lazy, taken: readonly string[], show: (stage: Stage) => void): Recorder {
  const recorder: Recorder = new lazy.Recorder(lazy.microphoneFor(taken), () => show(recorder.stage));
  return recorder;
}
