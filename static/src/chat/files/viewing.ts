/** Which picture is looked at, and which one next. */

import type { Picture } from "./picture.ts";

/** After the last comes the first. */
export function beside(pictures: Picture[], shown: Picture, steps: number): Picture {
  const place = (pictures.indexOf(shown) + steps + pictures.length) % pictures.length;
  return pictures[place] ?? shown;
}

/** Arrows point to where one goes: from right to left the next one is at the left. */
export function stepsOf(key: string, direction: string): number {
  const forward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key !== "ArrowLeft" && key !== "ArrowRight") return 0;
  return key === forward ? 1 : -1;
}

/** The server lets it be opened; with this it is saved. */
export function savingLink({ url }: Picture, base: string): string {
  const link = new URL(url, base);
  link.searchParams.set("save", "1");
  return link.href;
}
