/** A sound as a component plays it: made once, drawn while it plays, and ended with the component. */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { playAlone, type Sound } from "./sound.ts";

const DRAWN_MS = 100;
const SPEEDS = [1, 1.5, 2];

export function useSound(make: (changed: () => void) => Sound) {
  const [, draw] = useState({});
  const [sound] = useState(() => make(() => draw({})));
  const [isBroken, tell] = useState(false);
  const [speed, setSpeed] = useState(1);
  useLayoutEffect(() => () => sound.release(), [sound]);
  useTicking(sound.isPlaying, () => draw({}));
  const play = () => playAlone(sound).catch(() => tell(true));
  const hurry = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length]!;
    sound.hurry?.(next);
    setSpeed(next);
  };
  return { sound, isBroken, speed, hurry, toggle: () => (sound.isPlaying ? sound.pause() : void play()) };
}

function useTicking(isOn: boolean, tick: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const ticking = setInterval(tick, DRAWN_MS);
    return () => clearInterval(ticking);
  }, [isOn]);
}
