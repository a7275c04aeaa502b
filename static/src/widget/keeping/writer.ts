/** Who writes here now, and whose words may go out in their name. */

export interface Writer {
  /** The visitor's token; null while nothing of theirs may be kept. */
  token(): string | null;
  /** By which the page's own site knows them; empty for a stranger. */
  name(): string;
}

/** A writer's words, kept together with who that was. */
export interface Signed {
  token: string;
  writer: string;
}

/** A stranger who logs in stays who they are, and what they wrote is theirs. */
export const isOfAnother = (writer: string, name: string): boolean => writer !== "" && writer !== name;

/** What stands under a key, if we have written it there. */
export function signedIn<Words extends object>(kept: string | null): (Words & Signed) | null {
  try {
    const found = JSON.parse(kept ?? "null") as (Words & Partial<Signed>) | null;
    const isSigned = typeof found?.token === "string" && typeof found.writer === "string";
    return isSigned ? (found as Words & Signed) : null;
  } catch {
    return null;
  }
}
