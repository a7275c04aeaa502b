/** How large a picture is shown in the conversation, and which there are to be looked at. */

import type { Attachment, Message } from "../message.ts";

export const PICTURE_SIDE = 240; // pixels, the longer one

const SMALLEST = 44; // there is something to press

/** Known before it is loaded, so that nothing jumps when it comes. */
export function shownSize({ width, height }: Pick<Attachment, "width" | "height">): { inlineSize: string; aspectRatio: string } {
  const [wide, high] = [width ?? PICTURE_SIDE, height ?? PICTURE_SIDE];
  const scale = Math.min(1, PICTURE_SIDE / Math.max(wide, high));
  return { inlineSize: `${Math.max(SMALLEST, Math.round(wide * scale))}px`, aspectRatio: `${wide} / ${high}` };
}

export interface Picture extends Attachment {
  url: string;
}

export const picturesIn = (messages: Message[]): Picture[] =>
  messages.flatMap(({ attachments }) => attachments).filter(isPicture);

const isPicture = (file: Attachment): file is Picture => file.kind === "image" && file.url !== null;
