/** An operator calls our server: with the session, and the token that says that the page meant it. */

import type { Caller } from "../chat/api.ts";
import { csrfToken } from "./csrf.ts";

export const CALLER: Caller = {
  base: document.baseURI,
  headers: () => ({ "X-CSRFToken": csrfToken() }),
  credentials: "same-origin",
};
