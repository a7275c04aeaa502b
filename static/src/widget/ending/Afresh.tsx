/** Where the chat has come to an end, a way to go on. */

import { Done } from "./Done.tsx";

interface AfreshProps {
  because?: string;
  label: string;
  act: () => void;
}

export function Afresh({ because = "", label, act }: AfreshProps) {
  return (
    <div class="afresh">
      {because && <Done isNew>{because}</Done>}
      <button class="chat-plain page-plain" type="button" onClick={act}>
        {label}
      </button>
    </div>
  );
}
