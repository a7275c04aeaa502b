/** Beside the form: the widget as it would be, and in words what had to be changed to be legible. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { Site } from "../chat/site.ts";
import { type Draft, languagesOf, type OurTexts, saidIn } from "./draft.ts";
import { notesOn } from "./notes.ts";
import { drafted, Picture } from "./picture.ts";
import { type View, ViewChoice } from "./View.tsx";

export interface PreviewProps {
  draft: Draft;
  /** Of the block that is written in; what one writes is what one wants to see. */
  written: string;
  stored: Site;
  ours: OurTexts;
}

export function Preview({ draft, written, stored, ours }: PreviewProps) {
  const [chosen, choose] = useState<Omit<View, "language">>({ state: "here", theme: themeOfPage() });
  const [language, speak] = useState(draft.language);
  useEffect(() => speak(written || draft.language), [written, draft.language]);
  const languages = languagesOf(draft);
  const view = { ...chosen, language: languages.includes(language) ? language : draft.language };
  const change = ({ language: spoken, ...rest }: Partial<View>) => {
    if (spoken) speak(spoken);
    choose({ ...chosen, ...rest });
  };
  return (
    <>
      <h2 class="font-semibold text-important" id="site-preview-title">
        How visitors see it
      </h2>
      <ViewChoice view={view} languages={languages} choose={change} />
      <Stage site={drafted(stored, draft, saidIn(view.language, draft, ours), view)} view={view} />
      <div class="site-notes" role="status">
        {notesOn(draft.colours).map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </>
  );
}

/** A picture: nothing in it can be pressed or written in. */
function Stage({ site, view }: { site: Site; view: View }) {
  const host = useRef<HTMLDivElement>(null);
  const picture = useRef<Picture>(null);
  useEffect(() => {
    if (host.current) picture.current ??= new Picture(host.current);
    void picture.current?.show(site, view);
  });
  return (
    <div class={`site-stage ${view.theme}`}>
      <div ref={host} data-picture inert />
    </div>
  );
}

const themeOfPage = (): View["theme"] => (document.documentElement.classList.contains("dark") ? "dark" : "light");
