/**
 * `<chat-widget>`: the page's styles stop at its shadow root, and so do ours. The styles
 * are adopted, not written into the page, so a strict Content-Security-Policy allows them.
 */

import { directionOf } from "../words/languages.ts";
import { launcherWords } from "../words/launcher.ts";
import type { Attention } from "./attention/attention.ts";
import { launcher } from "./launcher.ts";
import { dress, type Looks, recalled, remember } from "./looks.ts";
import { IconMark } from "./attention/icon.ts";
import { NONE, shortly, TitleMark, Unread } from "./attention/unread.ts";
import type { Lazy, Widget } from "./widget.ts";
import styles from "./widget.css";

export const NAME = "chat-widget";
const PLACE = "panel";
const BACK_MS = 50; // a page that insists on taking it out is not kept busy

export class ChatWidget extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #place = document.createElement("div");
  #launcher = launcher(PLACE);
  #unread = new Unread();
  #title = new TitleMark(document);
  #icon = new IconMark();
  #widget: Widget | undefined;
  #attention: Attention | undefined;
  #worn: Looks | undefined;
  #redraw = () => this.#widget && this.#draw(this.#widget);

  show(widget: Widget): void {
    this.#widget = widget;
    this.#place.id = PLACE;
    this.#root.append(this.#place, this.#launcher.button);
    this.#root.adoptedStyleSheets = [sheet(styles)];
    this.#launcher.button.addEventListener("click", () => widget.toggle());
    for (const event of ["open", "close", "state"] as const) widget.on(event, this.#redraw);
    document.addEventListener("visibilitychange", this.#redraw);
    dress(this, recalled(widget.embed.site));
    this.#draw(widget);
  }

  /** Single-page apps move things about and write the body anew, and mean nothing by that. */
  disconnectedCallback(): void {
    setTimeout(() => {
      if (this.#widget && !this.isConnected) document.body?.append(this);
    }, BACK_MS);
  }

  destroy(): void {
    document.removeEventListener("visibilitychange", this.#redraw);
    this.#title.show("");
    this.#icon.show(false);
    this.#attention?.stop();
    this.#widget?.lazy?.draw(this.#place, null, () => {});
    this.#widget = undefined;
    this.remove();
  }

  #draw(widget: Widget): void {
    const { lazy, session, isOpen, language } = widget;
    this.lang = language;
    this.dir = directionOf(language); // whichever way the page runs
    this.#tell(widget);
    this.#dress(widget);
    if (!lazy) return;
    this.#adopt(lazy);
    const attention = (this.#attention ??= new lazy.Attention(widget));
    lazy.draw(this.#place, isOpen ? session : null, () => this.#leave(widget), attention);
  }

  /** Of what is unread: on the launcher, and on title and icon while nobody sees the launcher. */
  #tell({ embed, session, isOpen, language }: Widget): void {
    const isWatched = isOpen && !document.hidden;
    const unread = session ? this.#unread.count(session.store.state, isWatched) : NONE;
    this.#launcher.show(isOpen, unread, launcherWords[language]);
    const count = document.hidden ? shortly(unread) : "";
    this.#title.show(count);
    this.#icon.show(embed.badge === "icon" && count !== "");
  }

  /** Before consent nothing is kept in the visitor's browser, not even looks. */
  #dress({ embed, session }: Widget): void {
    const looks = session?.entrance.site;
    if (!looks || looks === this.#worn) return;
    this.#worn = looks;
    dress(this, looks);
    if (!session.entrance.consentText) remember(embed.site, looks);
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
