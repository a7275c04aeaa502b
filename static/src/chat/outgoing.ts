/** What is on its way to the server, in the order in which it was written. */

export interface Outgoing {
  client_message_id: string;
  message: string;
  files: OutgoingFile[];
  timestamp: number;
  state: "sending" | "sent" | "failed";
  progress: number | null; // of its files, from 0 to 1, while they go out
  problem: Problem | null; // while it is sent: why it was not taken the last time
}

/** Kept until the server has it, so that it can be sent again. */
export interface OutgoingFile {
  name: string;
  size: number;
  type: string;
  blob: Blob;
  kind: "file" | "voice";
  durationMs?: number; // of a voice
}

export interface Problem {
  code: string;
  message: string;
}

export interface Turn {
  client_message_id: string;
  problem?: Problem; // of its newest try
}

/** As a person has written it. */
export type Written = Pick<Outgoing, "client_message_id" | "message" | "timestamp"> & Partial<Pick<Outgoing, "files">>;

export const begun = (written: Written): Outgoing => ({
  files: [],
  ...written,
  state: "sending",
  progress: null,
  problem: null,
});

export const without = (outgoing: Outgoing[], ids: (string | null)[]): Outgoing[] =>
  outgoing.filter(({ client_message_id }) => !ids.includes(client_message_id));

export const turned = (outgoing: Outgoing[], { client_message_id, problem }: Turn, state: Outgoing["state"]): Outgoing[] =>
  changed(outgoing, client_message_id, { state, problem: problem ?? null, progress: null });

export const moved = (outgoing: Outgoing[], { client_message_id, progress }: Pick<Outgoing, "client_message_id" | "progress">) =>
  changed(outgoing, client_message_id, { progress });

const changed = (outgoing: Outgoing[], id: string, changes: Partial<Outgoing>): Outgoing[] =>
  outgoing.map((one) => (one.client_message_id === id ? { ...one, ...changes } : one));
