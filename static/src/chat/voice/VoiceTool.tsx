/** The microphone beside the text field, and in the field's place what is being recorded. */

import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../words/words.ts";
import { COUNTED_MS, LONGEST_MS, type Stage } from "./recorder.ts";
import { VoiceBox } from "./VoiceBox.tsx";
import { canRecord } from "./format.ts";
import { MicrophoneIcon } from "./VoiceIcons.tsx";
import { useRecording } from "./recording.ts";
import { spokenLength } from "./time.ts";

interface VoiceToolProps {
  taken: readonly string[]; // kinds of files, by extension
  send: (sound: Blob, durationMs: number) => void;
  disabled: boolean;
}

export function VoiceTool(props: VoiceToolProps) {
  const [isPossible] = useState(() => canRecord(props.taken));
  return isPossible ? <Tool {...props} /> : null;
}

function Tool({ taken, send, disabled }: VoiceToolProps) {
  const recording = useRecording(taken);
  const button = useRef<HTMLButtonElement>(null);
  const { stage, start, discard } = recording;
  const wasBusy = useRef(false);
  const isBusy = stage.name !== "idle";
  useEffect(() => {
    if (wasBusy.current && !isBusy) button.current?.focus(); // whatever had the focus is gone
    wasBusy.current = isBusy;
  }, [isBusy]);
  const deliver = (sound: Blob, durationMs: number) => {
    send(sound, durationMs);
    discard();
  };
  const label = words.voice.record;
  return (
    <>
      <button class="chat-round chat-tool" type="button" aria-label={label} title={label} disabled={disabled} ref={button} onClick={start}>
        <MicrophoneIcon />
      </button>
      <p class="chat-hidden voice-told" role="status">
        {told(stage)}
      </p>
      {isBusy && <VoiceBox recording={recording} send={deliver} />}
    </>
  );
}

/** What those hear who do not see it. What has failed is told as an alert. */
function told(stage: Stage): string {
  switch (stage.name) {
    case "asking":
      return words.voice.asking;
    case "recording":
      return LONGEST_MS - stage.elapsedMs > COUNTED_MS ? words.voice.recording : words.voice.left(spokenLength(COUNTED_MS));
    case "recorded":
      return words.voice.recorded(spokenLength(stage.note.durationMs));
    default:
      return "";
  }
}
