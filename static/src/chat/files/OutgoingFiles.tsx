/** Files on their way: what they are, how far they have got, and the way back. */

import { useRef } from "preact/hooks";
import { words } from "../../words/words.ts";
import { isPicture } from "./attaching.ts";
import type { Outgoing, OutgoingFile } from "../outgoing.ts";
import { PICTURE_SIDE } from "./picture.ts";
import { Thumbnail } from "./Thumbnail.tsx";
import { useFocusKept } from "../useFocusKept.ts";

interface OutgoingFilesProps {
  outgoing: Outgoing;
  cancel: () => void;
}

export function OutgoingFiles({ outgoing, cancel }: OutgoingFilesProps) {
  const { files, state, progress } = outgoing;
  return (
    <>
      <ul class="chat-files">
        {files.map((file) => (
          <li>
            <OutgoingPart file={file} />
          </li>
        ))}
      </ul>
      {/* What has gone out completely cannot be taken back. */}
      {state === "sending" && progress !== 1 && <Upload progress={progress ?? 0} cancel={cancel} />}
    </>
  );
}

function OutgoingPart({ file }: { file: OutgoingFile }) {
  const label = <span class="chat-file waiting">{`${file.name} · ${words.files.size(file.size)}`}</span>;
  if (!isPicture(file)) return label;
  return (
    <Thumbnail blob={file.blob} side={PICTURE_SIDE} name={file.name}>
      {label}
    </Thumbnail>
  );
}

/** The number is a property and no text: read to whoever asks, and not again with each step. */
function Upload({ progress, cancel }: { progress: number; cancel: () => void }) {
  const row = useRef<HTMLDivElement>(null);
  useFocusKept(row);
  const percent = Math.round(progress * 100);
  return (
    <div class="chat-upload" ref={row}>
      <div
        class="chat-progress"
        role="progressbar"
        aria-label={words.attaching.uploading}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div style={{ inlineSize: `${percent}%` }} />
      </div>
      <button class="chat-plain" type="button" onClick={cancel}>
        {words.attaching.cancel}
      </button>
    </div>
  );
}
