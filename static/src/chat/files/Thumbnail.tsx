/**
 * A picture that is still here in the browser, small. Drawn on a canvas: the address of an image would have to be
 * allowed by the policy of the page, and taken back some time.
 */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface ThumbnailProps {
  blob: Blob;
  side: number; // pixels, the longer one
  name?: string; // where nothing beside it says what it is
  children?: ComponentChildren; // instead, while nothing is drawn: not every browser knows every format
}

export function Thumbnail({ blob, side, name, children }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => {
    let isWanted = true;
    void createImageBitmap(blob)
      .then((picture) => {
        if (isWanted && canvas.current) draw(canvas.current, picture, side);
        if (isWanted) setDrawn(true);
        picture.close();
      })
      .catch(() => {});
    return () => {
      isWanted = false;
    };
  }, [blob, side]);
  const said = name ? ({ role: "img", "aria-label": name } as const) : ({ "aria-hidden": true } as const);
  return (
    <>
      {!isDrawn && children}
      <canvas class="chat-thumbnail" ref={canvas} hidden={!isDrawn} {...said} />
    </>
  );
}

/** As sharp as the screen is. */
function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, side: number): void {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const sized = (length: number, sharpness: number) => Math.max(1, Math.round(length * scale * sharpness));
  canvas.width = sized(picture.width, devicePixelRatio);
  canvas.height = sized(picture.height, devicePixelRatio);
  canvas.style.setProperty("--wide", `${sized(picture.width, 1)}px`);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}
