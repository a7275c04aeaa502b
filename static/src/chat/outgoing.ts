/** What is on its way to the server, in the order in which it was written. */

export interface Outgoing {
  client_message_id: string;
  message: string;
  timestamp: number;
  state: "sending" | "sent" | "failed";
  problem: Problem | null; // while it is sent: why it was not taken the last time
}

export interface Problem {
  code: string;
  message: string;
}

export interface Turn {
  client_message_id: string;
  problem?: Problem; // of its newest try
}

export const without = (outgoing: Outgoing[], ids: (string | null)[]): Outgoing[] =>
  outgoing.filter(({ client_message_id }) => !ids.includes(client_message_id));

export function turned(outgoing: Outgoing[], { client_message_id, problem }: Turn, state: Outgoing["state"]): Outgoing[] {
  const isMeant = (one: Outgoing) => one.client_message_id === client_message_id;
  return outgoing.map((one) => (isMeant(one) ? { ...one, state, problem: problem ?? null } : one));
}
