/** A site as it stands in the form, saved or not. Pure: it reads what the browser would send. */

import type { Looks } from "../widget/looks.ts";
import { type Language, ours } from "../words/languages.ts";

export type Said = Record<string, string>; // by name

export interface Draft extends Looks {
  asksConsent: boolean;
  texts: Record<string, Said>; // by language
}

/** What we say where a site has written nothing. */
export type OurTexts = Partial<Record<Language, Said>> & { en: Said };

const ONE_TEXT = /^texts-(\d+)-(.+)$/;

export function draftOf(form: FormData): Draft {
  const value = (name: string) => String(form.get(name) ?? "");
  return {
    position: value("position") === "left" ? "left" : "right",
    colours: { accent: value("accent_colour"), header: value("header_colour") },
    language: value("language"),
    asksConsent: form.has("asks_consent"),
    texts: textsOf(blocksOf(form)),
  };
}

/** The default language is always spoken, and stands first. */
export const languagesOf = ({ language, texts }: Draft): string[] => [...new Set([language, ...Object.keys(texts)])];

/** As visitors of that language read it. */
export const saidIn = (language: string, draft: Draft, our: OurTexts): Said => ({
  ...unsaidIn(language, draft, our),
  ...draft.texts[language],
});

/** What is said where a field of that language is empty: our words in it, or else what the default language says. */
export function unsaidIn(language: string, draft: Draft, our: OurTexts): Said {
  const known = ours(language);
  const ownWords = known && our[known];
  if (ownWords) return ownWords;
  if (language === draft.language) return our.en;
  return saidIn(draft.language, draft, our);
}

function blocksOf(form: FormData): Said[] {
  const blocks = new Map<string, Said>();
  for (const [name, value] of form) {
    const [, number, what] = ONE_TEXT.exec(name) ?? [];
    if (number && what) blocks.set(number, { ...blocks.get(number), [what]: String(value).trim() });
  }
  return [...blocks.values()];
}

function textsOf(blocks: Said[]): Record<string, Said> {
  const written = blocks.filter((block) => block["language"] && !block["DELETE"]);
  return Object.fromEntries(written.map(({ language = "", suggested: _, ...texts }) => [language, withoutEmpty(texts)]));
}

const withoutEmpty = (texts: Said): Said => Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
