/**
 * Sends what a person writes: shown at once, sent one after the other in the order written.
 *
 * Saying a thing twice is harmless (`client_message_id`), so a message that got no answer
 * is sent again for a while before it is called failed.
 */

import { words } from "../words/words.ts";
import { ApiError, type NewMessage } from "./api.ts";
import { insist, type Patience, sleep } from "./insist.ts";
import type { Outgoing, OutgoingFile, Problem } from "./outgoing.ts";
import type { Store } from "./store.ts";
import type { Parcel } from "./files/upload.ts";

const TRIES = 10; // about a minute

export interface SendOptions {
  force?: boolean;
}

/** Resolves when the server has it and the store knows the answer. */
export type Post = (message: NewMessage, options: SendOptions, parcel?: Parcel) => Promise<void>;

/** Words, files, or both. */
type Letter = Pick<Outgoing, "client_message_id" | "message" | "files">;

export class Sender {
  #last: Promise<void> = Promise.resolve();
  #wanted = new Map<string, AbortController>();

  constructor(
    private store: Store,
    private post: Post,
    private patience: Patience = { mayGoOn: (failures) => failures < TRIES },
  ) {}

  send(message: string, files: OutgoingFile[] = []): void {
    const written = { client_message_id: newId(), message, files };
    this.store.dispatch({ name: "Composed", data: { ...written, timestamp: Date.now() / 1000 } });
    this.#enqueue(written, {});
  }

  /** What an earlier page wrote, and may have sent already: it keeps its id. */
  resume(written: Pick<Outgoing, "client_message_id" | "message" | "timestamp">): void {
    this.store.dispatch({ name: "Composed", data: written });
    this.#enqueue({ ...written, files: [] }, {});
  }

  sendVoice(blob: Blob, durationMs: number): void {
    const { size, type } = blob;
    this.send("", [{ name: words.attaching.voice, size, type, blob, kind: "voice", durationMs }]);
  }

  retry(client_message_id: string, options: SendOptions = {}): void {
    const failed = this.store.state.outgoing.find((one) => one.client_message_id === client_message_id);
    if (!failed) return;
    this.store.dispatch({ name: "Retried", data: { client_message_id } });
    this.#enqueue(failed, options);
  }

  /** Takes back what is on its way, or has failed. */
  discard(client_message_id: string): void {
    this.#wanted.get(client_message_id)?.abort();
    this.store.dispatch({ name: "Discarded", data: { client_message_id } });
  }

  /** Nothing more goes out: what is on its way comes to a halt. */
  end(): void {
    for (const wanted of this.#wanted.values()) wanted.abort();
  }

  #enqueue(written: Letter, options: SendOptions): void {
    const wanted = new AbortController();
    this.#wanted.set(written.client_message_id, wanted);
    this.#last = this.#last.then(() => this.#deliver(written, options, wanted.signal));
  }

  async #deliver(written: Letter, options: SendOptions, signal: AbortSignal): Promise<void> {
    const { client_message_id } = written;
    try {
      await insist(() => this.#post(written, options, signal), this.#patience(client_message_id, signal));
      this.store.dispatch({ name: "Sent", data: { client_message_id } });
    } catch (error) {
      if (signal.aborted) return;
      this.store.dispatch({ name: "SendFailed", data: { client_message_id, problem: problemOf(error) } });
    } finally {
      this.#wanted.delete(client_message_id);
    }
  }

  async #post({ files, message, client_message_id }: Letter, options: SendOptions, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const moved = (progress: number) => this.store.dispatch({ name: "UploadMoved", data: { client_message_id, progress } });
    const parcel = files.length > 0 ? { files, moved, signal } : undefined;
    await this.post({ client_message_id, message }, options, parcel);
  }

  /** Whoever waits for it to be sent sees why, and nobody waits for what is not wanted any more. */
  #patience(client_message_id: string, signal: AbortSignal): Patience {
    const { mayGoOn, pause = sleep } = this.patience;
    const called = new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
    return {
      mayGoOn: (failures, last) => {
        this.store.dispatch({ name: "SendDelayed", data: { client_message_id, problem: problemOf(last) } });
        return mayGoOn(failures, last);
      },
      pause: (ms) => Promise.race([pause(ms), called]),
    };
  }
}

function problemOf(error: unknown): Problem {
  return error instanceof ApiError
    ? { code: error.code, message: error.message }
    : { code: "failed", message: words.problems.ours };
}

/** Not `crypto.randomUUID`: pages without TLS do not have it. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
