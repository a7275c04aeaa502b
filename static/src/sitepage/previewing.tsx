/** The preview follows the form: whatever is typed or chosen there is seen at once. */

import { render } from "preact";
import type { Site } from "../chat/site.ts";
import { draftOf, type OurTexts } from "./draft.ts";
import { languageIn } from "./languages.ts";
import { Preview } from "./Preview.tsx";
import { showUnsaid } from "./unsaid.ts";

interface Props {
  site: Site;
  ours: OurTexts;
}

export function previewing(place: HTMLElement): void {
  const form = place.closest("form");
  const props = document.getElementById(place.dataset["sitePreview"] ?? "");
  if (!form || !props) return;
  const { site, ours } = JSON.parse(props.textContent ?? "") as Props;
  const follow = (written: string) => {
    const draft = draftOf(new FormData(form));
    showUnsaid(form, draft, ours);
    render(<Preview draft={draft} written={written} stored={site} ours={ours} />, place);
  };
  let written = "";
  const heed = ({ target }: Event) => {
    if (target instanceof Node && place.contains(target)) return; // that is about the picture alone
    written = languageAround(target) ?? written;
    follow(written);
  };
  for (const event of ["input", "change", "focusin"]) form.addEventListener(event, heed);
  place.hidden = false;
  follow(written);
}

/** The language of the block that the person is in. */
function languageAround(target: EventTarget | null): string | undefined {
  const block = target instanceof Element ? target.closest("[data-language]") : null;
  return (block && languageIn(block)?.value.trim()) || undefined;
}
