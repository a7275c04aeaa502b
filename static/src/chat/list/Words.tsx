/** What somebody has said, with its links. Only ever text and elements: nothing that is written becomes markup. */

import { linked } from "./linked.ts";

export const Words = ({ text }: { text: string }) => (
  <>
    {linked(text).map((part) =>
      typeof part === "string" ? (
        part
      ) : (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text}
        </a>
      ),
    )}
  </>
);
