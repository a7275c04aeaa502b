/**
 * Which language the widget speaks. The page may say it; else it is that of the site's texts,
 * which is guessed until the site is asked. What cannot be loaded is said in English.
 */

import { lazily } from "../realtime/lazy.ts";
import { type Language, ours } from "../words/languages.ts";
import type { Words } from "../words/words.ts";
import type { Embed } from "./embed.ts";
import { recalled } from "./looks.ts";

type Load = () => Promise<{ words: Words }>;

export class Speech {
  language: Language; // what is spoken, or will be as soon as it is there
  #words: Words | undefined; // none is English: it comes with the panel
  #wanted: Language;
  #parts = new Map<Language, Load>();

  constructor(
    private embed: Embed,
    private part: (language: Language) => Load = partOf(embed),
  ) {
    this.language = this.#wanted = this.#choice(recalled(embed.site).language || localeOf(embed));
  }

  /** Whether the site's language makes another one wanted. */
  hears(siteLanguage: string): boolean {
    const before = this.#wanted;
    this.#wanted = this.#choice(siteLanguage);
    return this.#wanted !== before;
  }

  /** Resolves when what is wanted can be spoken. */
  async learn(): Promise<void> {
    const wanted = this.#wanted;
    const words = await this.#load(wanted);
    if (wanted !== this.#wanted) return; // whoever wanted another learns that
    this.language = words ? wanted : "en";
    this.#words = words;
  }

  speakBy(speak: (language: Language, words?: Words) => void): void {
    speak(this.language, this.#words);
  }

  async #load(language: Language): Promise<Words | undefined> {
    if (language === "en") return undefined;
    const part = this.#parts.get(language) ?? this.part(language);
    this.#parts.set(language, part);
    return part().then(
      ({ words }) => words,
      () => undefined,
    );
  }

  #choice(siteLanguage: string): Language {
    return ours(this.embed.language ?? "") ?? ours(siteLanguage) ?? "en";
  }
}

/** What the site is asked for: the page knows its own language best. */
export const localeOf = ({ language }: Embed): string => language || navigator.language;

const partOf =
  ({ base }: Embed) =>
  (language: Language): Load =>
    lazily(new URL(`static/chatbot-words-${language}.js`, base));
