/**
 * How a visitor is let in: the server is asked until it answers, in the name that the page gives them,
 * and with their consent where the site wants it.
 */

import { ApiError, type Caller, type Identity, type InitAnswer } from "../chat/api.ts";
import type { Site } from "../chat/site.ts";
import { words } from "../words/words.ts";
import type { Embed } from "./embed.ts";
import type { Silence } from "./silence.ts";
import type { Told } from "./told.ts";
import type { Tokens } from "./keeping/tokens.ts";
import type { Visits } from "./reports/visits.ts";
import { welcome } from "./welcome.ts";

interface Means {
  embed: Embed;
  caller: Caller;
  tokens: Tokens;
  told: Told;
  visits: Visits;
  silence: Silence;
  changed: () => void;
}

export class Entrance {
  site: Site | undefined; // once it is known
  problem = ""; // why there is nobody to talk to
  consentText = ""; // what has to be agreed to first
  #asking: Promise<void> | undefined;
  #isIn = false;
  #isClosed = false;

  constructor(
    private means: Means,
    private letIn: (answer: InitAnswer) => void,
  ) {}

  /** Asks until there is an answer; fails when the answer is no. All who ask meanwhile wait for the same. */
  begin(): Promise<void> {
    return (this.#asking ??= this.#ask().catch((error: unknown) => this.#refused(error)));
  }

  /** Whether nothing has begun anew since then. */
  isStill(asking: Promise<void>): boolean {
    return asking === this.#asking;
  }

  /** The visitor says yes to what the site has asked; only then anything of them is stored. */
  agree(): void {
    this.means.told.consent = true;
    this.begin().catch(() => {}); // the panel shows it
  }

  /** The visitor is known from now on: what has begun begins again in their name. */
  identify(identity: Identity): void {
    this.means.told.identity = identity;
    if (this.#isIn) this.again(); // else it goes along
  }

  again(): void {
    this.leave();
    this.begin().catch(() => {}); // the panel shows it
  }

  /** Whoever asks next asks anew. */
  leave(): void {
    this.#isIn = false;
    this.#asking = undefined;
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Whether anything of the visitor may be kept in their browser. */
  get mayKeep(): boolean {
    const { told, tokens } = this.means;
    const isAgreed = this.consentText === "" && told.consent !== false;
    return isAgreed && !this.#isClosed && tokens.read() !== null;
  }

  async #ask(): Promise<void> {
    const { told, tokens, silence, changed } = this.means;
    if (told.consent === false) this.#needConsent(this.consentText || words.consent.needed);
    const { identity, consent } = told;
    const answer = await welcome({ ...this.means, mayGoOn: this.#wait }, identity);
    if (this.#isClosed) return;
    this.site = answer.site;
    if (answer.token !== null) tokens.keep(answer.token);
    const hasChanged = told.identity !== identity || told.consent !== consent;
    if (hasChanged) return this.#ask(); // the page said more while we asked
    if (answer.token === null) this.#needConsent(answer.site.consent.text);
    this.consentText = "";
    this.problem = "";
    silence.ends();
    this.letIn(answer);
    this.#isIn = true;
    changed();
  }

  #needConsent(text: string): never {
    this.consentText = text;
    throw new ApiError(401, { code: "consent_needed", message: text });
  }

  #wait = (_: number, error: ApiError): boolean => {
    this.means.silence.goesOn(error);
    return !this.#isClosed;
  };

  #refused(error: unknown): never {
    this.#asking = undefined;
    this.means.silence.ends();
    this.problem = error instanceof ApiError ? error.message : words.panel.notStarted;
    this.means.changed();
    throw error;
  }
}
