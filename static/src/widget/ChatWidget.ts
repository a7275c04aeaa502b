/**
 * `<chat-widget>`: the page's styles stop at its shadow root, and so do ours. The styles
 * are adopted, not written into the page, so a strict Content-Security-Policy allows them.
 */

import { launcher } from "./launcher.ts";
import type { Lazy, Widget } from "./widget.ts";
import styles from "./widget.css";

export const NAME = "chat-widget";
const PLACE = "panel";

export class ChatWidget extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #place = document.createElement("div");
  #launcher = launcher(PLACE);
  #widget: Widget | undefined;

  show(widget: Widget): void {
    this.#widget = widget;
    this.#place.id = PLACE;
    this.#root.append(this.#place, this.#launcher.button);
    this.#root.adoptedStyleSheets = [sheet(styles)];
    this.#launcher.button.addEventListener("click", () => widget.toggle());
    for (const event of ["open", "close", "state"] as const) widget.on(event, () => this.#draw(widget));
    this.#draw(widget);
  }

  /** Not when it is only taken out: single-page apps move things about. */
  destroy(): void {
    this.#widget?.lazy?.draw(this.#place, null, () => {});
    this.remove();
  }

  #draw(widget: Widget): void {
    const { lazy, session, isOpen } = widget;
    this.#launcher.show(isOpen);
    if (!lazy) return;
    this.#adopt(lazy);
    lazy.draw(this.#place, isOpen ? session : null, () => this.#leave(widget));
  }

  #adopt({ styles: more }: Lazy): void {
    if (this.#root.adoptedStyleSheets.length === 1) this.#root.adoptedStyleSheets.push(sheet(more));
  }

  #leave(widget: Widget): void {
    widget.close();
    this.#launcher.button.focus();
  }
}

function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
