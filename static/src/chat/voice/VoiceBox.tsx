/** A voice note while it is made, in the place of the text field. What was written there stays. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../../words/words.ts";
import { SendIcon } from "../icons.tsx";
import { COUNTED_MS, type Failure, LONGEST_MS, type Note } from "./recorder.ts";
import { DiscardIcon, StopIcon } from "./VoiceIcons.tsx";
import { VoiceLevel } from "./VoiceLevel.tsx";
import { VoicePlayer } from "./VoicePlayer.tsx";
import type { Recording } from "./recording.ts";
import { shownLength } from "./time.ts";

interface VoiceBoxProps {
  recording: Recording;
  send: (sound: Blob, durationMs: number) => void;
}

export function VoiceBox({ recording, send }: VoiceBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const { stage, stop, discard } = recording;
  useEffect(() => box.current?.querySelector<HTMLElement>(".voice-first")?.focus(), [stage.name]);
  // What has been said is too good to be lost with the panel.
  const stopOnEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || stage.name !== "recording") return;
    event.stopPropagation();
    void stop();
  };
  return (
    <div class="voice-box" role="group" aria-label={words.voice.record} ref={box} onKeyDown={stopOnEscape}>
      {stage.name === "asking" && <Asking cancel={discard} />}
      {stage.name === "recording" && <Going elapsedMs={stage.elapsedMs} recording={recording} />}
      {stage.name === "recorded" && <Made note={stage.note} recording={recording} send={send} />}
      {stage.name === "failed" && <Failed why={stage.why} recording={recording} />}
    </div>
  );
}

function Asking({ cancel }: { cancel: () => void }) {
  return (
    <>
      <p class="voice-words">{words.voice.asking}</p>
      <button class="chat-plain voice-first" type="button" onClick={cancel}>
        {words.voice.cancel}
      </button>
    </>
  );
}

function Going({ elapsedMs, recording }: { elapsedMs: number; recording: Recording }) {
  const leftMs = LONGEST_MS - elapsedMs;
  const isCounted = leftMs <= COUNTED_MS;
  return (
    <>
      <Round name={words.voice.discard} press={recording.discard}>
        <DiscardIcon />
      </Round>
      <span class="voice-light" />
      <span class="voice-time">{isCounted ? words.voice.left(shownLength(leftMs)) : shownLength(elapsedMs)}</span>
      <VoiceLevel level={recording.level} />
      <Round name={words.voice.stop} press={recording.stop} look="voice-first voice-stop">
        <StopIcon />
      </Round>
    </>
  );
}

function Made({ note, recording, send }: { note: Note } & VoiceBoxProps) {
  const { lazy, discard } = recording;
  return (
    <>
      <Round name={words.voice.discard} press={discard}>
        <DiscardIcon />
      </Round>
      {lazy && (
        <VoicePlayer
          make={(changed) => new lazy.Recorded(note, changed)}
          instead={<p class="voice-words">{words.voice.unheard}</p>}
        />
      )}
      <button class="chat-send" type="button" aria-label={words.voice.send} onClick={() => send(note.sound, note.durationMs)}>
        <SendIcon />
      </button>
    </>
  );
}

function Failed({ why, recording }: { why: Failure; recording: Recording }) {
  return (
    <>
      <p class="voice-words" role="alert">
        {words.voice.failed[why]}
      </p>
      <button class="chat-plain voice-first" type="button" onClick={recording.start}>
        {words.voice.again}
      </button>
      <button class="chat-plain" type="button" onClick={recording.discard}>
        {words.voice.cancel}
      </button>
    </>
  );
}

interface RoundProps {
  name: string;
  press: () => unknown;
  look?: string;
  children: ComponentChildren;
}

function Round({ name, press, look, children }: RoundProps) {
  return (
    <button class={`chat-round chat-tool ${look ?? ""}`} type="button" aria-label={name} title={name} onClick={press}>
      {children}
    </button>
  );
}
