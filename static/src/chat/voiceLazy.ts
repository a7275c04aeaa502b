/** What is loaded when somebody first speaks. */

export { Recorder } from "./recorder.ts";
export { Recorded } from "./voiceRecorded.ts";
export { microphoneFor } from "./voiceTape.ts";
