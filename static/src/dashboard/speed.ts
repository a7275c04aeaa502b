/**
 * Messages per second. Processes tell their counters now and then: between two tellings of a
 * process its speed is known; until then there is only its average since it started.
 */

import type { Process } from "./realtimeStatus.ts";

export interface Speed {
  events: number;
  deliveries: number;
  /** What it was measured over; null: on average since the start. */
  seconds: number | null;
}

export class Speedometer {
  #seen = new Map<string, { told: Process; speed: Speed }>();

  read(processes: Process[]): Speed {
    const now = processes.map((told) => [told.id, this.#look(told)] as const);
    this.#seen = new Map(now);
    return now.map(([, { speed }]) => speed).reduce(together, STILL);
  }

  #look(told: Process): { told: Process; speed: Speed } {
    const known = this.#seen.get(told.id);
    if (!known) return { told, speed: between({ ...told, told_at: told.started_at, counters: {} }, told, true) };
    if (told.told_at <= known.told.told_at) return known;
    return { told, speed: between(known.told, told, false) };
  }
}

const STILL: Speed = { events: 0, deliveries: 0, seconds: 0 };

function between(before: Process, after: Process, isAverage: boolean): Speed {
  const seconds = Math.max(1, after.told_at - before.told_at);
  const per = (name: string) => ((after.counters[name] ?? 0) - (before.counters[name] ?? 0)) / seconds;
  return { events: per("events"), deliveries: per("deliveries"), seconds: isAverage ? null : seconds };
}

function together(one: Speed, other: Speed): Speed {
  const isAverage = one.seconds === null || other.seconds === null;
  return {
    events: one.events + other.events,
    deliveries: one.deliveries + other.deliveries,
    seconds: isAverage ? null : Math.max(one.seconds!, other.seconds!),
  };
}
