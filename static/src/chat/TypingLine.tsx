/** Who is writing now. It keeps its place while nobody is, so that nothing jumps when somebody begins. */

import type { Person } from "./message.ts";
import { sentence } from "./typing.ts";

export function TypingLine({ people }: { people: Person[] }) {
  return (
    <p class="chat-typing" aria-live="polite">
      {sentence(people)}
    </p>
  );
}
