/** How the parts of the system are, as `GET /health/ready` tells it. */

export type Status = "ready" | "degraded" | "unavailable";
export type State = "ok" | "degraded" | "down";

export interface Part {
  name: string;
  state: State;
  detail: string;
}

export interface Report {
  status: Status;
  parts: Part[];
}

/** The answer is 503 when something is down: its body still tells what. `null`: no answer. */
export async function readHealth(url: string, get: typeof fetch = fetch): Promise<Report | null> {
  try {
    const answer = await get(url, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(4000),
    });
    const report: unknown = await answer.json();
    return isReport(report) ? report : null;
  } catch {
    return null;
  }
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "status" in value && "parts" in value;
}

/** What the page shows: the last report there was, and whether the server still answers. */
export interface Seen {
  report: Report;
  isConnected: boolean;
}

/** What changed since the last look, in words for a screen reader; "" when nothing did. */
export function news(before: Seen, after: Report | null): string {
  if (after === null) return before.isConnected ? "No connection to the server." : "";
  const known = new Map(before.report.parts.map(({ name, state }) => [name, state]));
  const changed = after.parts.filter(({ name, state }) => known.get(name) !== state);
  const sentences = changed.map(({ name, state }) => `${name}: ${words[state]}.`);
  return (before.isConnected ? sentences : ["Connected again.", ...sentences]).join(" ");
}

export const words: Record<State, string> = {
  ok: "Working",
  degraded: "Needs attention",
  down: "Not working",
};

export const headlines: Record<Status, string> = {
  ready: "Everything is working",
  degraded: "Working, with limits",
  unavailable: "Something is not working",
};
