import { useState } from "preact/hooks";

let made = 0;

/** A name that no other element has. Preact's own names begin anew whenever the root is drawn again. */
export function useId(): string {
  const [id] = useState(() => {
    made += 1;
    return `smartlink-${made}`;
  });
  return id;
}
