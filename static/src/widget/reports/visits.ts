/**
 * Which pages the visitor looks at, told once each. The first goes along with the beginning; this
 * follows pages that become others without being loaded. Whoever asks not to be tracked is asked
 * for no page at all, and nothing of the host page is touched to find out.
 */

import { ApiError, call, type Caller } from "../../chat/api.ts";

const SETTLED_MS = 1_000; // a page is looked at, not passed by, and has its title by then
const LONGEST_TITLE = 200;

export class Visits {
  #told = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ears: AbortController | undefined;

  constructor(private caller: Caller) {}

  /** What the first request tells. It need not be told again. */
  arrival(): { page_url?: string; referrer?: string } {
    this.#told = pageShown();
    return this.#told ? { page_url: this.#told, referrer: document.referrer } : {};
  }

  /** From here on the visitor is known, and has agreed where that is asked. */
  begin(): void {
    if (this.#ears) return;
    this.#ears = new AbortController();
    hearOfPages(() => this.#lookSoon(), this.#ears.signal);
    this.#lookSoon(); // the page may be another by now
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ears?.abort();
    this.#ears = undefined;
  }

  #lookSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), SETTLED_MS);
  }

  /** Nobody waits for it and nobody misses it: a page that could not be told is not told. */
  async #look(): Promise<void> {
    const page_url = pageShown();
    if (document.hidden || !page_url || page_url === this.#told) return;
    this.#told = page_url;
    try {
      await call(this.caller, "api/chatbot/visit", { page_url, title: document.title.slice(0, LONGEST_TITLE) });
    } catch (error) {
      if (error instanceof ApiError && error.isRefusal) this.end(); // they are not known any more
    }
  }
}

/**
 * Browsers without the Navigation API do not tell when a script changes the address. That
 * follows a click or a key, so then we look, too.
 */
function hearOfPages(look: () => void, signal: AbortSignal): void {
  document.addEventListener("visibilitychange", look, { signal });
  if ("navigation" in globalThis) return navigation.addEventListener("currententrychange", look, { signal });
  for (const sign of ["popstate", "click", "keyup"]) addEventListener(sign, look, { signal, capture: true, passive: true });
}

/** Without what stands behind `#`: it is the page's own business, and no other page. */
function pageShown(): string {
  const isOnTheWeb = /^https?:/.test(location.href); // and not a file, or an app's own page
  return isOnTheWeb && !isAskingForPrivacy() ? location.href.split("#", 1)[0]! : "";
}

interface Privacy {
  doNotTrack?: string | null;
  globalPrivacyControl?: boolean;
}

function isAskingForPrivacy(): boolean {
  const { doNotTrack, globalPrivacyControl }: Privacy = navigator;
  return doNotTrack === "1" || globalPrivacyControl === true;
}
