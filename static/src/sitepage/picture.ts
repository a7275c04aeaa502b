/**
 * The widget as visitors would see it: the real launcher and panel in the real styles, with a
 * session that never begins. So nothing is asked of the server, and nothing is kept.
 */

import type { Hours, Site } from "../chat/site.ts";
import { launcher } from "../widget/launcher.ts";
import { draw, Session, speak, styles as panelStyles } from "../widget/lazy.tsx";
import { dress } from "../widget/looks.ts";
import { Speech } from "../widget/speech.ts";
import type { Tokens } from "../widget/keeping/tokens.ts";
import { NONE } from "../widget/attention/unread.ts";
import styles from "../widget/widget.css";
import { directionOf } from "../words/languages.ts";
import { launcherWords } from "../words/launcher.ts";
import type { Draft, Said } from "./draft.ts";
import stageStyles from "./stage.css";
import type { View } from "./View.tsx";

const PLACE = "panel";
const nobody: Tokens = { read: () => null, keep() {}, forget() {} };
const always: Hours["week"] = [];
const never: Hours["week"] = [{ weekday: 0, opens: "09:00", closes: "09:00" }];

export class Picture {
  #embed = { site: "", base: new URL("/", location.href).href };
  #session = new Session(this.#embed, nobody, () => {});
  #speech = new Speech(this.#embed);
  #place = document.createElement("div");
  #launcher = launcher(PLACE);

  constructor(private host: HTMLElement) {
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles, panelStyles, stageStyles].map(sheet);
    this.#place.id = PLACE;
    root.append(this.#place, this.#launcher.button);
  }

  /** The words of another language have to be loaded first. */
  async show(site: Site, view: View): Promise<void> {
    this.#session.entrance.site = site;
    this.#session.entrance.consentText = view.state === "consent" ? site.consent.text : "";
    this.#draw(site, view);
    if (!this.#speech.hears(site.language)) return;
    await this.#speech.learn();
    if (site === this.#session.entrance.site) this.#draw(site, view);
  }

  #draw(site: Site, view: View): void {
    const { language } = this.#speech;
    const isOpen = view.state !== "closed";
    this.#speech.speakBy(speak);
    dress(this.host, site);
    this.host.lang = language;
    this.host.dir = directionOf(language);
    this.host.style.colorScheme = view.theme;
    this.#launcher.show(isOpen, NONE, launcherWords[language]);
    draw(this.#place, isOpen ? this.#session : null, () => {});
  }
}

/** The stored site, with what stands in the form now. */
export function drafted(stored: Site, draft: Draft, said: Said, { language, state }: View): Site {
  const { title = "", greeting = "", away = "", placeholder = "", consent = "" } = said;
  return {
    ...stored,
    position: draft.position,
    colours: draft.colours,
    language,
    texts: { ...stored.texts, title, greeting, away, placeholder },
    hours: { ...stored.hours, timezone: "UTC", week: state === "away" ? never : always, special: [] },
    consent: { is_asked: state === "consent", text: consent },
  };
}

function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
