/** What the visitor has in hand: the words they are writing, and what is not sent yet. */

import type { Sender } from "../../chat/sender.ts";
import type { Store } from "../../chat/store.ts";
import { Draft } from "./draft.ts";
import { keptFor } from "./kept.ts";
import { Unsent } from "./unsent.ts";
import type { Writer } from "./writer.ts";

export class Desk {
  readonly draft: Draft;
  sitters = 0; // how many have taken another's place here, before whom nothing of theirs may lie
  #unsent: Unsent;
  #unsentKey: string;
  #elsewhere = ({ key, newValue }: StorageEvent) => {
    if (key?.startsWith(this.#unsentKey) && newValue === null) this.#unsent.settledElsewhere(key);
  };

  constructor(site: string, store: Store, sender: Sender, writer: Writer) {
    const kept = keptFor("unsent", site);
    this.#unsentKey = kept.keyOf();
    this.draft = new Draft(keptFor("draft", site), writer);
    this.#unsent = new Unsent(store, sender, kept, writer);
    this.#unsent.resume();
    if (writer.name() !== "") this.recognised(); // the page has said it already
    addEventListener("storage", this.#elsewhere);
  }

  isWanted(client_message_id: string): boolean {
    return this.#unsent.isWanted(client_message_id);
  }

  /** Somebody may have become somebody else, or may be kept only now. */
  recognised(): void {
    this.#unsent.dropOthers();
    this.#unsent.keep();
    if (this.draft.dropOthers()) this.sitters += 1;
  }

  /** Neither sent nor kept. */
  clear(): void {
    this.#unsent.drop();
    this.draft.write("");
    this.sitters += 1;
  }

  end(): void {
    this.#unsent.stop();
    removeEventListener("storage", this.#elsewhere);
  }
}
