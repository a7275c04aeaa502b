import { useEffect, useState } from "preact/hooks";
import type { State, Store } from "./store.ts";

/** The state as it is now; the component is drawn again when it changes. */
export function useStore(store: Store): State {
  const [state, show] = useState(store.state);
  useEffect(() => {
    const look = () => show(store.state);
    look(); // something may have happened before we listened
    return store.subscribe(look);
  }, [store]);
  return state;
}
