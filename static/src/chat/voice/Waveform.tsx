/**
 * A sound as bars, what has been heard in full colour: press anywhere, or use the keys, to go there.
 * Time runs from left to right in every language, as on all players.
 */

import { words } from "../../words/words.ts";
import { barsOf } from "./bars.ts";
import type { Sound } from "./sound.ts";
import { steppedTo } from "./steps.ts";
import { spokenLength } from "./time.ts";

const BARS = 32;
const WIDTH = 3;
const GAP = 2;
const HEIGHT = 100;
const LOWEST = 8; // silence is a line of dots

export function Waveform({ sound }: { sound: Sound }) {
  const { durationMs, positionMs } = sound;
  const goTo = (event: PointerEvent & { currentTarget: Element }) => sound.seek(shareOf(event) * durationMs);
  const step = (event: KeyboardEvent) => {
    const to = steppedTo(event.key, positionMs, durationMs);
    if (to === undefined) return;
    event.preventDefault();
    sound.seek(to);
  };
  return (
    <div
      class="voice-wave"
      role="slider"
      tabIndex={0}
      aria-label={words.voice.position}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationMs / 1_000)}
      aria-valuenow={Math.round(positionMs / 1_000)}
      aria-valuetext={words.voice.at(spokenLength(positionMs), spokenLength(durationMs))}
      onKeyDown={step}
      onPointerDown={goTo}
      onPointerMove={(event) => event.buttons > 0 && goTo(event)}
    >
      <Bars loudness={sound.bars} heard={durationMs > 0 ? positionMs / durationMs : 0} />
    </div>
  );
}

function Bars({ loudness, heard }: { loudness: readonly number[]; heard: number }) {
  const heights = barsOf(loudness, BARS).map((bar) => Math.max(bar, LOWEST));
  return (
    <svg viewBox={`0 0 ${BARS * (WIDTH + GAP) - GAP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {heights.map((height, bar) => (
        <rect
          key={bar}
          class={bar < Math.round(heard * BARS) ? "heard" : ""}
          x={bar * (WIDTH + GAP)}
          y={(HEIGHT - height) / 2}
          width={WIDTH}
          height={height}
        />
      ))}
    </svg>
  );
}

/** How far along it was pressed. A finger that leaves it at an end means that end. */
function shareOf({ clientX, currentTarget }: PointerEvent & { currentTarget: Element }): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(Math.max((clientX - left) / width, 0), 1);
}
