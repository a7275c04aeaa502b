/** What scripts add to the page of a site: it can be filled in without any of this. */

import { copyButton } from "../pages/copyButton.ts";
import { addingLanguages } from "./languages.ts";
import { previewing } from "./previewing.tsx";

document.querySelectorAll<HTMLButtonElement>("[data-copies]").forEach(copyButton);
document.querySelectorAll<HTMLElement>("[data-languages]").forEach(addingLanguages);
document.querySelectorAll<HTMLElement>("[data-site-preview]").forEach(previewing);
