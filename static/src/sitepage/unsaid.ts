/** In grey, in each empty field: what is said instead, as the rest of the form stands now. */

import { type Draft, type OurTexts, unsaidIn } from "./draft.ts";
import { languageIn } from "./languages.ts";

type Field = HTMLInputElement | HTMLTextAreaElement;

export function showUnsaid(form: HTMLFormElement, draft: Draft, our: OurTexts): void {
  for (const block of form.querySelectorAll("[data-language]")) {
    const language = languageIn(block)?.value.trim() || draft.language;
    const unsaid = unsaidIn(language, draft, our);
    for (const field of block.querySelectorAll<Field>("input, textarea")) {
      const text = unsaid[field.name.split("-").at(-1) ?? ""];
      if (text !== undefined) field.placeholder = text;
    }
  }
}
