/**
 * What the visitor has written and the server does not have yet, kept so that it outlives the page: a text
 * comes back under its own id, so however many tabs send it, it is said once. Files are too large for that.
 *
 * Nobody's words go out in another's name: each text is kept with its writer, and whoever becomes
 * somebody else neither sends nor sees what the one before them wrote.
 */

import type { Outgoing } from "../../chat/outgoing.ts";
import type { Sender } from "../../chat/sender.ts";
import type { Store } from "../../chat/store.ts";
import type { Kept } from "./kept.ts";
import { isOfAnother, type Signed, signedIn, type Writer } from "./writer.ts";

const MOST = 50;
const LONGEST_S = 24 * 60 * 60;

/** `place` tells apart what was written in the same moment. */
type Text = Pick<Outgoing, "client_message_id" | "message" | "timestamp"> & { place: number };

interface Mark {
  writer: string;
  place: number;
}

export class Unsent {
  #marks = new Map<string, Mark>(); // by client_message_id: of all that is on its way from here
  #written = 0;
  #stop: () => void;

  constructor(
    private store: Store,
    private sender: Pick<Sender, "resume" | "discard">,
    private kept: Kept,
    private writer: Writer,
  ) {
    this.#stop = store.subscribe(() => this.keep());
  }

  /** Goes on with what an earlier page could not send, in the order in which it was written. */
  resume(): void {
    const token = this.writer.token();
    if (token === null) return;
    const oldest = Date.now() / 1000 - LONGEST_S;
    const isOurs = (text: Text & Signed) => text.token === token && text.timestamp > oldest;
    const texts: (Text & Signed)[] = [];
    for (const part of this.kept.parts()) {
      const text = signedIn<Text>(this.kept.read(part));
      if (text && isOurs(text)) texts.push(text);
      else this.kept.remove(part);
    }
    texts.sort((a, b) => a.timestamp - b.timestamp || a.place - b.place);
    for (const text of texts) this.#bringBack(text);
  }

  /** Whether it is still to be said: it may be in the log already, or taken back, or somebody else's. */
  isWanted(client_message_id: string): boolean {
    return this.store.state.outgoing.some((one) => one.client_message_id === client_message_id);
  }

  /** The words of whoever was here before are no business of whoever is here now. */
  dropOthers(): void {
    const name = this.writer.name();
    for (const [id, { writer }] of this.#marks) if (isOfAnother(writer, name)) this.sender.discard(id);
  }

  /** All of it is taken back. */
  drop(): void {
    for (const id of this.#marks.keys()) this.sender.discard(id);
  }

  /** Another tab has sent it or taken it back: then it comes by the log, or not at all. */
  settledElsewhere(key: string): void {
    const id = [...this.#marks.keys()].find((each) => this.kept.keyOf(each) === key);
    if (id !== undefined) this.sender.discard(id);
  }

  /** As far as it may be kept, it is kept as it is now. */
  keep(): void {
    const { outgoing } = this.store.state;
    for (const id of this.#marks.keys()) if (!this.isWanted(id)) this.#let(id);
    for (const { client_message_id } of outgoing) this.#mark(client_message_id, this.writer.name());
    for (const sent of outgoing.filter(({ state }) => state === "sent")) this.kept.remove(sent.client_message_id);
    const texts = outgoing.filter(({ state, files }) => state !== "sent" && files.length === 0);
    for (const text of texts.slice(0, MOST)) this.#keep(text);
  }

  stop(): void {
    this.#stop();
  }

  #bringBack({ client_message_id, message, timestamp, writer }: Text & Signed): void {
    this.#mark(client_message_id, writer);
    this.sender.resume({ client_message_id, message, timestamp });
  }

  #mark(id: string, writer: string): void {
    if (!this.#marks.has(id)) this.#marks.set(id, { writer, place: this.#written++ });
  }

  #keep({ client_message_id, message, timestamp }: Outgoing): void {
    const token = this.writer.token();
    if (token === null) return;
    const text = JSON.stringify({ client_message_id, message, timestamp, token, ...this.#marks.get(client_message_id) });
    if (this.kept.read(client_message_id) !== text) this.kept.write(text, client_message_id);
  }

  #let(id: string): void {
    this.#marks.delete(id);
    this.kept.remove(id);
  }
}
