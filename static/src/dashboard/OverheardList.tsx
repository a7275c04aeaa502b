/** The events of the channel that the console listens to, newest first. */

import type { Change, Overheard } from "./overheard.ts";

export interface OverheardListProps {
  log: Overheard;
  change: (change: Change) => void;
  isListening: boolean;
}

export function OverheardList({ log: { lines, held, isPaused }, change, isListening }: OverheardListProps) {
  const isEmpty = lines.length === 0 && held.length === 0;
  if (isEmpty && !isPaused) return isListening ? <p class="rt-hint">Nothing has been said yet.</p> : null;
  return (
    <>
      <div class="rt-filter">
        <button type="button" class="rt-button small" onClick={() => change({ name: "paused" })}>
          {isPaused ? `Go on${held.length ? ` (${held.length} new)` : ""}` : "Pause"}
        </button>
        <button type="button" class="rt-button small" onClick={() => change({ name: "cleared" })}>
          Clear
        </button>
      </div>
      <ol class="rt-lines" tabIndex={0} aria-label="What was heard">
        {lines.map(({ id, at, event, text }) => (
          <li key={id}>
            <p>
              <time dateTime={at.toISOString()}>{timeOf(at)}</time> <strong>{event}</strong>
            </p>
            <pre>{text}</pre>
          </li>
        ))}
      </ol>
    </>
  );
}

const timeOf = (at: Date): string => {
  const thousandths = String(at.getMilliseconds()).padStart(3, "0");
  return `${at.toLocaleTimeString("en-GB")}.${thousandths}`;
};
