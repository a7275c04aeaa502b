/**
 * What the server answers when it says no, in the language that is spoken here. Its own sentence is
 * English and often knows more: English readers get that, and everybody where we know no other.
 */

import { words } from "./words.ts";

/** By the `code` of the answer; `email` is the field that was not accepted. */
export interface Refusals {
  authentication_failed: string;
  conversation_closed: string;
  email: string;
  empty_file: string;
  kind_not_accepted: string;
  not_authenticated: string;
  permission_denied: string;
  request_running: string;
  throttled: string;
  too_large: string;
  unavailable: string;
}

export function refusal({ code = "", errors = {} }: { code?: string; errors?: object }): string | undefined {
  const known: Partial<Record<string, string>> = { ...words.refusals };
  return "email" in errors ? known["email"] : known[code];
}
