/** The pictures of the conversation, one at a time, as large as the window. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { language, words } from "../../words/words.ts";
import type { Picture } from "./picture.ts";
import { CrossIcon, NextIcon, PreviousIcon, SaveIcon, ZoomIcon } from "../icons.tsx";
import { beside, savingLink, stepsOf } from "./viewing.ts";
import { ViewerStage } from "./ViewerStage.tsx";

interface ViewerProps {
  pictures: Picture[];
  shown: Picture;
  show: (id: number) => void;
  close: () => void;
  base: string; // of links to pictures
}

export function Viewer({ pictures, shown, show, close, base }: ViewerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isActual, setActual] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const leave = () => dialog.current?.close(); // it gives the focus back
  const go = (steps: number) => {
    setActual(false);
    show(beside(pictures, shown, steps).id);
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation(); // what is behind us must not close, too
    if (isActual || !dialog.current) return; // arrows scroll what is larger than the window
    const steps = stepsOf(event.key, getComputedStyle(dialog.current).direction);
    if (steps !== 0 && pictures.length > 1) go(steps);
  };
  const src = new URL(shown.url, base).href;
  return (
    <dialog class="chat-viewer" ref={dialog} aria-label={words.viewer.name} onClose={close} onKeyDown={press}>
      <div class="chat-viewer-head">
        <Place pictures={pictures} shown={shown} />
        <Tool label={isActual ? words.viewer.fit : words.viewer.actual} press={() => setActual(!isActual)}>
          <ZoomIcon isIn={isActual} />
        </Tool>
        <a class="chat-round chat-tool" href={savingLink(shown, base)} target="_blank" rel="noopener noreferrer" aria-label={words.viewer.save}>
          <SaveIcon />
        </a>
        <Tool label={words.viewer.close} press={leave} isFirst>
          <CrossIcon />
        </Tool>
      </div>
      <ViewerStage key={shown.id} picture={shown} src={src} isActual={isActual} leave={leave} />
      {pictures.length > 1 && (
        <div class="chat-viewer-steps">
          <Tool label={words.viewer.previous} press={() => go(-1)}>
            <PreviousIcon />
          </Tool>
          <Tool label={words.viewer.next} press={() => go(1)}>
            <NextIcon />
          </Tool>
        </div>
      )}
    </dialog>
  );
}

function Place({ pictures, shown }: Pick<ViewerProps, "pictures" | "shown">) {
  const counted = (count: number) => count.toLocaleString(language);
  const place = words.viewer.place(counted(pictures.indexOf(shown) + 1), counted(pictures.length));
  return (
    <p class="chat-viewer-name" aria-live="polite">
      <bdi>{shown.name}</bdi>
      {pictures.length > 1 && <span>{place}</span>}
    </p>
  );
}

interface ToolProps {
  label: string;
  press: () => void;
  isFirst?: boolean; // has the focus when it opens
  children: ComponentChildren;
}

const Tool = ({ label, press, isFirst = false, children }: ToolProps) => (
  <button class="chat-round chat-tool" type="button" aria-label={label} title={label} autofocus={isFirst} onClick={press}>
    {children}
  </button>
);
