/** Passes on what is said to the console, and tells it here as well: a phone shows nobody its console. */

export function overhear(console: Console, hear: (line: string) => void): void {
  for (const loudness of ["debug", "error"] as const) {
    const say = console[loudness].bind(console);
    console[loudness] = (...said: unknown[]) => {
      say(...said);
      hear(said.map(String).join(" "));
    };
  }
}
