import { useState } from "preact/hooks";
import { adding, nothingChosen, type UploadLimits } from "./attaching.ts";
import type { OutgoingFile } from "../outgoing.ts";

export interface Attaching {
  limits: UploadLimits;
  files: OutgoingFile[];
  problems: string[];
  add: (more: Iterable<File>) => void;
  remove: (file: OutgoingFile) => void;
  clear: () => void;
}

/** The files that are to go along with the next message; undefined where none may. */
export function useAttaching(limits: UploadLimits | undefined): Attaching | undefined {
  const [chosen, choose] = useState(nothingChosen);
  return (
    limits && {
      ...chosen,
      limits,
      add: (more) => choose(({ files }) => adding(files, [...more], limits)),
      remove: (file) => choose(({ files }) => ({ files: files.filter((other) => other !== file), problems: [] })),
      clear: () => choose(nothingChosen),
    }
  );
}
