/** The picture of whoever speaks, or the beginnings of their names. The name itself stands beside it. */

import { useState } from "preact/hooks";
import { initials } from "./initials.ts";

interface FaceProps {
  name: string;
  picture: string | null;
}

export function Face({ name, picture }: FaceProps) {
  // The page around us may not allow pictures from our server.
  const [missing, setMissing] = useState<string | null>(null);
  return (
    <span class="chat-face" aria-hidden="true">
      {picture && picture !== missing ? (
        <img src={picture} alt="" loading="lazy" onError={() => setMissing(picture)} />
      ) : (
        initials(name)
      )}
    </span>
  );
}
