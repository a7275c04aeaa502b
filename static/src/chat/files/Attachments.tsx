/** The files of a message. What nobody has looked at yet has no link, and says so. */

import { words } from "../../words/words.ts";
import type { Attachment } from "../message.ts";
import { VoiceAttachment } from "../voice/VoiceAttachment.tsx";
import { FilmPreview, PicturePreview } from "./Preview.tsx";

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
  if (kind === "voice") return <VoiceAttachment file={file} address={url && linkTo(url)} waiting={waiting(file.state)} />;
  if (url === null) return <span class="chat-file waiting">{`${name} · ${waiting(file.state)}`}</span>;
  const href = linkTo(url);
  const link = <FileLink file={file} href={href} />;
  if (kind === "image") return <PicturePreview file={file} href={href} src={linkTo(thumbnail_url ?? url)} children={link} />;
  if (kind === "video") return <FilmPreview file={file} href={href} children={link} />;
  return link;
}

const FileLink = ({ file, href }: { file: Attachment; href: string }) => (
  <a class="chat-file" href={href} target="_blank" rel="noopener noreferrer">
    {file.size === null ? file.name : `${file.name} · ${words.files.size(file.size)}`}
  </a>
);

function waiting(state: Attachment["state"]): string {
  const { processing, gone, refused } = words.files;
  return { processing, refused, ready: gone }[state];
}
