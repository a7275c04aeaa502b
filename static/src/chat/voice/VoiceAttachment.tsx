/** A voice note in a message: to be listened to, or, where the page or the browser forbids that, to be opened. */

import { words } from "../../words/words.ts";
import type { Attachment } from "../message.ts";
import { Linked } from "./linked.ts";
import { VoicePlayer } from "./VoicePlayer.tsx";
import { shownLength, spokenLength } from "./time.ts";

interface VoiceAttachmentProps {
  file: Attachment;
  address: string | null; // once it is ready
  waiting: string; // why it is not
}

export function VoiceAttachment({ file, address, waiting }: VoiceAttachmentProps) {
  const lengthMs = file.duration_ms ?? 0;
  if (address === null) return <span class="chat-file waiting">{`${words.voice.note(shownLength(lengthMs))} · ${waiting}`}</span>;
  return (
    <div class="chat-bubble voice" role="group" aria-label={words.voice.note(spokenLength(lengthMs))}>
      <VoicePlayer
        make={(changed) => new Linked(address, file, changed)}
        instead={
          <a href={address} target="_blank" rel="noopener noreferrer">
            {words.voice.open(shownLength(lengthMs))}
          </a>
        }
      />
    </div>
  );
}
