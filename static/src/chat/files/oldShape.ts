/**
 * Older servers told of one file, by its path and name, where ours tell of a list of files. Both are
 * understood; where there is a list, it counts.
 */

import type { Attachment, Message } from "../message.ts";

interface OldShape {
  attachments?: Attachment[];
  attachment_path?: string | null;
  attachment_name?: string | null;
}

export function withFiles(told: Omit<Message, "attachments"> & OldShape): Message {
  const { attachment_path, attachment_name, ...message } = told;
  if (Array.isArray(message.attachments)) return { ...message, attachments: message.attachments };
  return { ...message, attachments: attachment_path ? filesAt(attachment_path, attachment_name ?? "") : [] };
}

/** What would run in the page, or leads nowhere, is none. */
function filesAt(url: string, name: string): Attachment[] {
  const address = addressOf(url);
  if (!address || !/^https?:$/.test(address.protocol)) return [];
  const lastPart = address.pathname.split("/").at(-1) ?? "";
  return [{ ...FILE, name: name || lastPart, url }];
}

/** A path is one of our server's, wherever that is. */
function addressOf(path: string): URL | null {
  try {
    return new URL(path, "https://server.invalid");
  } catch {
    return null;
  }
}

const FILE: Omit<Attachment, "name" | "url"> = {
  id: 0,
  kind: "file",
  state: "ready",
  thumbnail_url: null,
  size: null,
  width: null,
  height: null,
  duration_ms: null,
  waveform: null,
};
