/** The files of a message. What nobody has looked at yet has no link, and says so. */

import { words } from "../words/words.ts";
import type { Attachment } from "./message.ts";

interface AttachmentsProps {
  files: Attachment[];
  base: string; // links are relative to our server, which is not always the page's own
}

export function Attachments({ files, base }: AttachmentsProps) {
  return (
    <ul class="chat-files">
      {files.map((file) => (
        <li key={file.id}>
          <File file={file} linkTo={(link) => new URL(link, base).href} />
        </li>
      ))}
    </ul>
  );
}

interface FileProps {
  file: Attachment;
  linkTo: (link: string) => string;
}

function File({ file, linkTo }: FileProps) {
  const { kind, name, url, thumbnail_url } = file;
  if (url === null) return <span class="chat-file waiting">{`${name} · ${waiting(file.state)}`}</span>;
  if (kind === "voice") return <audio controls preload="none" src={linkTo(url)} aria-label={name} />;
  if (kind === "image" && thumbnail_url) return <Picture file={file} href={linkTo(url)} src={linkTo(thumbnail_url)} />;
  return (
    <a class="chat-file" href={linkTo(url)} target="_blank" rel="noopener noreferrer">
      {`${name} · ${words.files.size(file.size)}`}
    </a>
  );
}

function Picture({ file, href, src }: { file: Attachment; href: string; src: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      <img class="chat-picture" src={src} alt={file.name} loading="lazy" width={file.width ?? 0} height={file.height ?? 0} />
    </a>
  );
}

function waiting(state: Attachment["state"]): string {
  const { processing, gone, refused } = words.files;
  return { processing, refused, ready: gone }[state];
}
