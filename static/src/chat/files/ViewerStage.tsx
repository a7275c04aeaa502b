/** One picture, as large as there is room or as large as it is. */

import { useState } from "preact/hooks";
import { words } from "../../words/words.ts";
import type { Picture } from "./picture.ts";

interface ViewerStageProps {
  picture: Picture;
  src: string;
  isActual: boolean;
  leave: () => void;
}

export function ViewerStage({ picture, src, isActual, leave }: ViewerStageProps) {
  const [isRefused, refuse] = useState(false);
  const { name, width, height } = picture;
  const leaveBeside = ({ target, currentTarget }: Event) => target === currentTarget && leave();
  return (
    <div class={`chat-stage ${isActual ? "actual" : ""}`} tabIndex={isActual ? 0 : -1} onClick={leaveBeside}>
      {isRefused ? (
        <p>{words.viewer.hidden}</p>
      ) : (
        <img src={src} alt={name} width={width ?? undefined} height={height ?? undefined} onError={() => refuse(true)} />
      )}
    </div>
  );
}
