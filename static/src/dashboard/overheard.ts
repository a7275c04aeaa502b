/** What the debug console shows: the last events of a channel, newest first. Pure. */

export const MOST = 200;

export interface Line {
  id: number;
  at: Date;
  event: string;
  text: string;
}

export interface Overheard {
  lines: Line[];
  held: Line[]; // came while the list stood still
  isPaused: boolean;
}

export const NOTHING: Overheard = { lines: [], held: [], isPaused: false };

export type Change = { name: "heard"; line: Line } | { name: "paused" } | { name: "cleared" };

export function changed(before: Overheard, change: Change): Overheard {
  const { lines, held, isPaused } = before;
  switch (change.name) {
    case "heard":
      return isPaused
        ? { ...before, held: newest([change.line, ...held]) }
        : { ...before, lines: newest([change.line, ...lines]) };
    case "paused":
      return { lines: newest([...held, ...lines]), held: [], isPaused: !isPaused };
    case "cleared":
      return { ...before, lines: [], held: [] };
  }
}

const newest = (lines: Line[]): Line[] => lines.slice(0, MOST);

/** As one reads it: JSON over several lines, text as it is. */
export const pretty = (data: unknown): string =>
  typeof data === "string" ? data : (JSON.stringify(data, null, 2) ?? "");

export const isGuarded = (channel: string): boolean => /^(private|presence)-/.test(channel);

export const isEncrypted = (channel: string): boolean => channel.startsWith("private-encrypted-");
