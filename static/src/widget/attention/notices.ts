/** Notices of the browser's: only where the visitor has let it, at their own click. */

import type { Message } from "../../chat/message.ts";
import { words } from "../../words/words.ts";

const LONGEST = 100;

/** `missing`: this browser, or a page without TLS, has none to show. */
export type Permission = "granted" | "askable" | "denied" | "missing";

export class Notices {
  #shown: Notification | undefined;
  #isMissing = false;

  get permission(): Permission {
    if (this.#isMissing || !("Notification" in globalThis) || !isSecureContext) return "missing";
    return Notification.permission === "default" ? "askable" : Notification.permission;
  }

  /** At the visitor's click alone: browsers mistrust pages that ask by themselves. */
  async ask(): Promise<boolean> {
    if (this.permission === "askable") {
      this.#try();
      await Notification.requestPermission().catch(() => {});
    }
    return this.permission === "granted";
  }

  /** One at a time, whatever comes. It never makes a sound of its own: that is another wish. */
  show(message: Message, title: string, tag: string, clicked: () => void): void {
    if (this.permission !== "granted") return;
    try {
      const shown = new Notification(message.sender_name || title, { body: bodyOf(message), tag, silent: true });
      shown.onclick = () => {
        shown.close();
        window.focus();
        clicked();
      };
      this.#shown = shown;
    } catch {
      this.#isMissing = true;
    }
  }

  /** Whoever looks at the page need not be told of it. */
  clear(): void {
    this.#shown?.close();
    this.#shown = undefined;
  }

  /** Android has the class, but lets no page make one: it throws, and shows nothing while nothing is granted. */
  #try(): void {
    try {
      new Notification("").close();
    } catch {
      this.#isMissing = true;
    }
  }
}

/** Enough to know whether one has to look now. */
export function bodyOf({ message, attachments }: Pick<Message, "message" | "attachments">): string {
  const letters = Array.from(message.replace(/\s+/g, " ").trim());
  if (letters.length === 0) return attachments.length > 0 ? words.attention.files : "";
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : letters.join("");
}
