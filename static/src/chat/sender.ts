/**
 * Sends what a person writes: shown at once, sent one after the other in the order written.
 *
 * Saying a thing twice is harmless (`client_message_id`), so a message that got no answer
 * is sent again for a while before it is called failed.
 */

import { words } from "../words/words.ts";
import { ApiError, type NewMessage } from "./api.ts";
import { insist, type Patience } from "./insist.ts";
import type { Problem } from "./outgoing.ts";
import type { Store } from "./store.ts";

const TRIES = 10; // about a minute

export interface SendOptions {
  force?: boolean;
}

/** Resolves when the server has it and the store knows the answer. */
export type Post = (message: NewMessage, options: SendOptions) => Promise<void>;

export class Sender {
  #last: Promise<void> = Promise.resolve();

  constructor(
    private store: Store,
    private post: Post,
    private patience: Patience = { mayGoOn: (failures) => failures < TRIES },
  ) {}

  send(text: string): void {
    const message = { client_message_id: newId(), message: text };
    this.store.dispatch({ name: "Composed", data: { ...message, timestamp: Date.now() / 1000 } });
    this.#enqueue(message, {});
  }

  retry(client_message_id: string, options: SendOptions = {}): void {
    const failed = this.store.state.outgoing.find((one) => one.client_message_id === client_message_id);
    if (!failed) return;
    this.store.dispatch({ name: "Retried", data: { client_message_id } });
    this.#enqueue({ client_message_id, message: failed.message }, options);
  }

  #enqueue(message: NewMessage, options: SendOptions): void {
    this.#last = this.#last.then(() => this.#deliver(message, options));
  }

  async #deliver(message: NewMessage, options: SendOptions): Promise<void> {
    const { client_message_id } = message;
    try {
      await insist(() => this.post(message, options), { ...this.patience, mayGoOn: this.#telling(client_message_id) });
      this.store.dispatch({ name: "Sent", data: { client_message_id } });
    } catch (error) {
      this.store.dispatch({ name: "SendFailed", data: { client_message_id, problem: problemOf(error) } });
    }
  }

  /** Whoever waits for it to be sent sees why. */
  #telling(client_message_id: string): Patience["mayGoOn"] {
    return (failures, last) => {
      this.store.dispatch({ name: "SendDelayed", data: { client_message_id, problem: problemOf(last) } });
      return this.patience.mayGoOn(failures, last);
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
