/** The languages that we speak ourselves. What a site has written may be in any other. */

export const LANGUAGES = ["en", "de", "fr", "es", "ar", "zh-CN"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Ours for a language tag such as "de-AT", wherever its reader lives; undefined where we have none. */
export function ours(tag: string): Language | undefined {
  return LANGUAGES.find((language) => speechOf(language) === speechOf(tag));
}

export const directionOf = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

const speechOf = (tag: string): string | undefined => tag.toLowerCase().split(/[-_]/)[0];
