/** The files that will be sent with the next words, and why others will not be. */

import { words } from "../../words/words.ts";
import { isPicture } from "./attaching.ts";
import type { OutgoingFile } from "../outgoing.ts";
import { Thumbnail } from "./Thumbnail.tsx";
import type { Attaching } from "./useAttaching.ts";
import { CrossIcon } from "../icons.tsx";

const SIDE = 40;

export function AttachingList({ attaching, removed }: { attaching: Attaching; removed: () => void }) {
  const { files, problems, remove } = attaching;
  const takeOut = (file: OutgoingFile) => {
    remove(file);
    removed(); // the button goes, and the focus must not go with it
  };
  return (
    <>
      <div class="chat-problems" role="alert">
        {problems.map((problem) => (
          <p>{problem}</p>
        ))}
      </div>
      {files.length > 0 && (
        <ul class="chat-chosen" aria-label={words.attaching.chosen}>
          {files.map((file) => (
            <li class="chat-chip">
              {isPicture(file) && <Thumbnail blob={file.blob} side={SIDE} />}
              <span class="chat-chip-name" dir="auto">
                {file.name}
              </span>
              <span class="chat-chip-size">{words.files.size(file.size)}</span>
              <button class="chat-round chat-remove" type="button" aria-label={words.attaching.remove(file.name)} onClick={() => takeOut(file)}>
                <CrossIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

