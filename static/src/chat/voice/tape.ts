/** The browser's microphone: records, and tells how loud it is. */

import type { Microphone, Tape } from "./recorder.ts";
import { formatFor } from "./format.ts";

const BITS_A_SECOND = 48_000; // plenty for speech; ten minutes are well below what the server takes
const LOUD = 0.25; // of what could be: as loud as people speak

/** Of a site that takes these files. */
export const microphoneFor =
  (taken: readonly string[]): Microphone =>
  async (lost) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    try {
      return tapeOf(stream, formatFor(taken) ?? "", lost);
    } catch (error) {
      release(stream);
      throw error;
    }
  };

function tapeOf(stream: MediaStream, mimeType: string, lost: () => void): Tape {
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
  const pieces: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const ended = new Promise<void>((done) => recorder.addEventListener("stop", () => done()));
  void ended.then(lost); // after an end of our own nobody listens any more
  recorder.start();
  const meter = meterOf(stream);
  const close = () => {
    if (recorder.state !== "inactive") recorder.stop();
    release(stream);
    meter.close();
  };
  return {
    level: meter.level,
    close,
    async finish() {
      close();
      await ended;
      return new Blob(pieces, { type: recorder.mimeType });
    },
  };
}

function meterOf(stream: MediaStream) {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  const samples = new Float32Array(analyser.fftSize);
  context.createMediaStreamSource(stream).connect(analyser);
  const level = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return Math.min(Math.sqrt(power) / LOUD, 1);
  };
  return { level, close: () => void context.close() };
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
