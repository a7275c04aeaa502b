/** Which files go along with a message: looked at before they are sent, so that nobody waits only to be refused. */

import { words } from "../../words/words.ts";
import type { OutgoingFile } from "../outgoing.ts";
import type { Site } from "../site.ts";

export type UploadLimits = Site["upload_limits"];

export interface Choice {
  files: OutgoingFile[];
  problems: string[]; // why others are not among them
}

export const nothingChosen: Choice = { files: [], problems: [] };

export function adding(chosen: OutgoingFile[], more: File[], limits: UploadLimits): Choice {
  const judged = more.map((file) => ({ file, problem: problemWith(file, limits) }));
  const good = judged.filter(({ problem }) => problem === "").map(({ file }) => outgoingOf(file));
  const problems = judged.map(({ problem }) => problem).filter((problem) => problem !== "");
  const files = [...chosen, ...good];
  if (files.length > limits.most_files) problems.push(words.attaching.tooMany(limits.most_files));
  return { files: files.slice(0, limits.most_files), problems };
}

function problemWith({ name, size }: File, { most_bytes, extensions }: UploadLimits): string {
  const { wrongKind, empty, tooLarge } = words.attaching;
  if (!extensions.includes(extensionOf(name))) return wrongKind(name);
  if (size === 0) return empty(name);
  return size > most_bytes ? tooLarge(name, words.files.size(most_bytes)) : "";
}

/** For the browser's own dialog: phones offer the camera by themselves where pictures are taken. */
export const accepting = ({ extensions }: UploadLimits): string =>
  extensions.map((extension) => `.${extension}`).join(",");

export const isPicture = ({ type }: Pick<OutgoingFile, "type">): boolean => type.startsWith("image/");

const extensionOf = (name: string): string => /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? "";

const outgoingOf = (file: File): OutgoingFile => ({
  name: file.name,
  size: file.size,
  type: file.type,
  blob: file,
  kind: "file",
});
