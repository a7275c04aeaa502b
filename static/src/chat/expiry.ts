/** Whoever falls silent without saying so does not type for ever: for the store the end is one more event. */

import type { Store } from "./store.ts";
import type { Typist } from "./typing.ts";

export function forgetTypists(store: Store): void {
  // Told again, a person is another object, which an older timer does not mean.
  const timed = new WeakSet<Typist>();
  const forgetLater = (data: Typist) => {
    if (timed.has(data)) return;
    timed.add(data);
    setTimeout(() => store.dispatch({ name: "TypingExpired", data }), data.expires_in * 1_000);
  };
  store.subscribe(() => store.state.typing.forEach(forgetLater));
}
