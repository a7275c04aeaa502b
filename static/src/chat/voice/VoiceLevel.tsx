/** How loud it has been of late, so that one sees that one is heard. Who wants nothing to move sees the time alone. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

const WIDTH = 160;
const HEIGHT = 32;
const BAR = 3;
const STEP = 5;
const STEP_MS = 80;
const LOWEST = 2;

export function VoiceLevel({ level }: { level: () => number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLevels(canvas, level);
  return <canvas class="voice-level" width={WIDTH * 2} height={HEIGHT * 2} aria-hidden="true" ref={canvas} />;
}

function useLevels(canvas: RefObject<HTMLCanvasElement | null>, level: () => number): void {
  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const levels = new Array<number>(WIDTH / STEP).fill(0);
    const looking = setInterval(() => {
      levels.shift();
      levels.push(level());
      if (canvas.current) draw(canvas.current, levels);
    }, STEP_MS);
    return () => clearInterval(looking);
  }, []);
}

/** The newest at the end. Twice as fine as it is shown, for screens that are. */
function draw(canvas: HTMLCanvasElement, levels: number[]): void {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.setTransform(2, 0, 0, 2, 0, 0);
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = getComputedStyle(canvas).color;
  levels.forEach((level, bar) => {
    const height = Math.max(level * HEIGHT, LOWEST);
    pen.fillRect(bar * STEP, (HEIGHT - height) / 2, BAR, height);
  });
}
