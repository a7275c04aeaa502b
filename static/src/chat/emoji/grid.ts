/**
 * Where the keys go among emoji that stand in rows, group below group. A place is a number from the
 * first emoji of the first group on.
 */

export const COLUMNS = 7; // as many as a finger can tell apart on a narrow phone

/** Undefined: a key that does not move. */
export function movedTo(event: Pick<KeyboardEvent, "key" | "ctrlKey">, from: number, sizes: readonly number[]): number | undefined {
  const rows = rowsOf(sizes);
  const row = rows.findIndex(({ start, end }) => from >= start && from < end);
  const { start, end, group } = rows[row]!;
  const last = rows.at(-1)!.end - 1;
  const below = (other: Row | undefined) => (other ? Math.min(other.start + from - start, other.end - 1) : from);
  const startOf = (wanted: number) => rows.find((one) => one.group === wanted)?.start;
  const to: Record<string, number> = {
    ArrowRight: Math.min(from + 1, last),
    ArrowLeft: Math.max(from - 1, 0),
    ArrowDown: below(rows[row + 1]),
    ArrowUp: below(rows[row - 1]),
    Home: event.ctrlKey ? 0 : start,
    End: event.ctrlKey ? last : end - 1,
    PageDown: startOf(group + 1) ?? last,
    PageUp: startOf(group - 1) ?? 0,
  };
  return to[event.key];
}

interface Row {
  start: number;
  end: number; // the place behind its last
  group: number;
}

/** Every group begins a new row. */
function rowsOf(sizes: readonly number[]): Row[] {
  let first = 0;
  return sizes.flatMap((size, group) => {
    const starts = Array.from({ length: Math.ceil(size / COLUMNS) }, (_, row) => first + row * COLUMNS);
    first += size;
    const end = first;
    return starts.map((start) => ({ start, end: Math.min(start + COLUMNS, end), group }));
  });
}

/** In rows, as they are drawn. */
export const inRows = <One>(all: readonly One[]): One[][] =>
  Array.from({ length: Math.ceil(all.length / COLUMNS) }, (_, row) => all.slice(row * COLUMNS, (row + 1) * COLUMNS));
