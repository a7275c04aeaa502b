/** What is loaded when somebody first speaks. */

export { Recorder } from "./recorder.ts";
export { Recorded } from "./recorded.ts";
export { microphoneFor } from "./tape.ts";
