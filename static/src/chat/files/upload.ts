/**
 * Posts files. By XMLHttpRequest, because `fetch` does not tell how much has gone out. A large file may take
 * as long as it takes, but when nothing moves for a while the connection is dead.
 */

import { words } from "../../words/words.ts";
import { ApiError, type Caller, type NewMessage, type Sent, understood } from "../api.ts";
import type { OutgoingFile } from "../outgoing.ts";

const STANDSTILL_MS = 30_000;

/** Files on their way. */
export interface Parcel {
  files: OutgoingFile[];
  moved: (progress: number) => void; // from 0 to 1
  signal: AbortSignal; // raised when nobody wants it any more
}

export function sendFiles(
  caller: Caller,
  said: NewMessage & { conversation_id?: number },
  parcel: Parcel,
): Promise<Sent> {
  const isVoice = parcel.files.some(({ kind }) => kind === "voice");
  const address = isVoice ? "api/chatbot/voice" : "api/chatbot/file";
  return upload<Sent>(caller, address, formOf(said, parcel.files), parcel);
}

export function formOf({ message, ...said }: NewMessage & { conversation_id?: number }, files: OutgoingFile[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(said)) form.append(name, String(value));
  if (message) form.append("message", message);
  for (const { kind, blob, name, durationMs } of files) {
    form.append(kind === "voice" ? "audio" : "file", blob, name);
    if (durationMs !== undefined) form.append("duration_ms", String(Math.round(durationMs)));
  }
  return form;
}

async function upload<Answer>(caller: Caller, address: string, form: FormData, parcel: Parcel): Promise<Answer> {
  const request = new XMLHttpRequest();
  await sent(request, caller, new URL(address, caller.base), form, parcel);
  const parsed = parsedJson(request.responseText);
  if (request.status === 413 && parsed === null) throw tooLarge(); // a proxy's page says no sentence of ours
  return understood<Answer>(request.status, parsed, request.getResponseHeader("Retry-After"));
}

function sent(request: XMLHttpRequest, caller: Caller, address: URL, form: FormData, parcel: Parcel): Promise<void> {
  const { moved, signal } = parcel;
  return new Promise((done, failed) => {
    const giveUp = (why: unknown) => {
      failed(why);
      request.abort();
    };
    const watch = new Watch(() => giveUp(standstill()));
    signal.addEventListener("abort", () => giveUp(signal.reason), { once: true });
    request.upload.onprogress = ({ loaded, total }) => {
      watch.again();
      moved(total > 0 ? loaded / total : 0);
    };
    request.onload = () => done();
    request.onerror = () => failed(new ApiError(0));
    request.onloadend = () => watch.end();
    open(request, caller, address);
    request.send(form);
  });
}

function open(request: XMLHttpRequest, { headers, credentials }: Caller, address: URL): void {
  request.open("POST", address);
  request.withCredentials = credentials === "include";
  for (const [name, value] of Object.entries({ Accept: "application/json", ...headers() })) {
    request.setRequestHeader(name, value);
  }
}

/** Calls once nothing has moved for too long. */
class Watch {
  #timer: ReturnType<typeof setTimeout>;

  constructor(private stoodStill: () => void) {
    this.#timer = setTimeout(stoodStill, STANDSTILL_MS);
  }

  again(): void {
    this.end();
    this.#timer = setTimeout(this.stoodStill, STANDSTILL_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const standstill = () => new ApiError(408, { code: "standstill", message: words.attaching.standstill });
const tooLarge = () => new ApiError(413, { code: "too_large", message: words.attaching.tooLargeThere });
