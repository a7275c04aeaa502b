/** What a voice note is recorded as: the first format that the browser writes and the site takes. */

interface Format {
  mimeType: string;
  extension: string; // by which a site lists what it takes
}

const FORMATS: Format[] = [
  { mimeType: "audio/webm;codecs=opus", extension: "webm" },
  { mimeType: "audio/ogg;codecs=opus", extension: "ogg" },
  { mimeType: "audio/mp4", extension: "m4a" }, // Safari
];

const isWritten = (mimeType: string): boolean => MediaRecorder.isTypeSupported(mimeType);

/** Undefined: no voice note of this browser would be taken. */
export const formatFor = (taken: readonly string[], isSupported = isWritten): string | undefined =>
  FORMATS.find(({ mimeType, extension }) => taken.includes(extension) && isSupported(mimeType))?.mimeType;

/** Whether there is any use in a button. Browsers have no microphone for pages without TLS. */
export function canRecord(taken: readonly string[]): boolean {
  const canHear = typeof globalThis.navigator?.mediaDevices?.getUserMedia === "function";
  return canHear && typeof MediaRecorder !== "undefined" && formatFor(taken) !== undefined;
}
