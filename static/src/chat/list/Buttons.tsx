/** What the bot offers below its words: pressing a button says what it is called. */

import type { Action } from "../message.ts";

interface ButtonsProps {
  actions: Action[];
  say: (text: string) => void;
}

export function Buttons({ actions, say }: ButtonsProps) {
  return (
    <div class="chat-buttons">
      {actions.map(({ id, label }) => (
        <button key={id} type="button" onClick={() => say(label)}>
          {label}
        </button>
      ))}
    </div>
  );
}
