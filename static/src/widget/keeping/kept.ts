/**
 * What of a visitor is kept in their browser, under one name for each thing and site. A browser may
 * forbid it, and throws then at the first touch: so nothing here is relied upon.
 */

/** What there is beside the token; forgetting the visitor takes it away. Who refuses keeps not even the site's looks. */
const OF_VISITORS = ["unsent", "preferences", "draft", "emoji", "form", "looks"] as const;

export type Name = (typeof OF_VISITORS)[number];

/** One thing, or, with a `part`, one of several. */
export interface Kept {
  parts(): string[];
  keyOf(part?: string): string;
  read(part?: string): string | null;
  write(text: string, part?: string): void;
  remove(part?: string): void;
}

/** Over visits; a draft only in its own tab, until that is closed. */
export function keptFor(name: Name, site: string): Kept {
  const shelf = () => (name === "draft" ? sessionStorage : localStorage);
  const keyOf = (part = "") => `smartlink-${name}-${site}${part && `/${part}`}`;
  const keys = () => tried(() => Object.keys(shelf())) ?? [];
  return {
    keyOf,
    parts: () => keys().filter((key) => key.startsWith(`${keyOf()}/`)).map((key) => key.slice(keyOf().length + 1)),
    read: (part) => tried(() => shelf().getItem(keyOf(part))) ?? null,
    write: (text, part) => tried(() => shelf().setItem(keyOf(part), text)),
    remove: (part) => tried(() => shelf().removeItem(keyOf(part))),
  };
}

export function forgetAll(site: string): void {
  for (const name of OF_VISITORS) {
    const kept = keptFor(name, site);
    for (const part of ["", ...kept.parts()]) kept.remove(part);
  }
}

function tried<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined; // it is forbidden, or full
  }
}
