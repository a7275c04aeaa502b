/** Listening to a voice note: play and pause, where one is, and how fast. */

import type { ComponentChildren } from "preact";
import { words } from "../../words/words.ts";
import { PauseIcon, PlayIcon } from "./VoiceIcons.tsx";
import { useSound } from "./playing.ts";
import type { Sound } from "./sound.ts";
import { shownLength } from "./time.ts";
import { Waveform } from "./Waveform.tsx";

interface VoicePlayerProps {
  make: (changed: () => void) => Sound;
  /** What takes its place where it cannot be played. */
  instead: ComponentChildren;
}

export function VoicePlayer({ make, instead }: VoicePlayerProps) {
  const { sound, isBroken, speed, hurry, toggle } = useSound(make);
  if (isBroken) return <>{instead}</>;
  const { isPlaying, positionMs, durationMs } = sound;
  return (
    <div class="voice-player" dir="ltr">
      <button class="chat-round voice-button voice-first" type="button" aria-label={isPlaying ? words.voice.pause : words.voice.play} onClick={toggle}>
        {isPlaying ? <PauseIcon /> : <PlayIcon />}
      </button>
      <Waveform sound={sound} />
      <span class="voice-time">{shownLength(positionMs > 0 ? positionMs : durationMs)}</span>
      {sound.hurry && (
        <button class="chat-round voice-button voice-speed" type="button" aria-label={words.voice.speed(`${speed}×`)} onClick={hurry}>
          {`${speed}×`}
        </button>
      )}
    </div>
  );
}
