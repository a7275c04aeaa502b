/** A picture or a film in the conversation. Where the page's policy forbids it, it is the link to the file. */

import { createContext, type ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import type { Attachment } from "../message.ts";
import { shownSize } from "./picture.ts";

/** Shows a picture large; without anybody who does, its link leads to it. */
export const Viewing = createContext<((id: number) => void) | undefined>(undefined);

interface PreviewProps {
  file: Attachment;
  href: string;
  children: ComponentChildren; // instead, where it cannot be shown
}

export function PicturePreview({ file, href, src, children }: PreviewProps & { src: string }) {
  const [isRefused, refuse] = useState(false);
  const view = useContext(Viewing);
  if (isRefused) return <>{children}</>;
  const open = (event: MouseEvent) => {
    if (!view || event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab or window is asked for
    event.preventDefault();
    view(file.id);
  };
  return (
    <a class="chat-preview" href={href} target="_blank" rel="noopener noreferrer" aria-haspopup="dialog" onClick={open}>
      <img class="chat-picture" style={shownSize(file)} src={src} alt={file.name} loading="lazy" onError={() => refuse(true)} />
    </a>
  );
}

export function FilmPreview({ file, href, children }: PreviewProps) {
  const [isRefused, refuse] = useState(false);
  if (isRefused) return <>{children}</>;
  return (
    <video
      class="chat-picture"
      style={shownSize(file)}
      src={href}
      controls
      playsInline
      preload="metadata"
      aria-label={file.name}
      onError={() => refuse(true)}
    />
  );
}
