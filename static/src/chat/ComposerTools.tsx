/** The row of what one can do besides writing: each tool stands where it may be used. */

import { AttachButton } from "./files/AttachButton.tsx";
import type { Recent } from "./emoji/recent.ts";
import { EmojiTool } from "./emoji/EmojiTool.tsx";
import type { Attaching } from "./files/useAttaching.ts";
import { VoiceTool } from "./voice/VoiceTool.tsx";

export interface ToolsProps {
  /** Absent where no files can be sent. */
  attaching?: Attaching | undefined;
  /** Absent where no voice can be sent. */
  sendVoice?: ((blob: Blob, durationMs: number) => void) | undefined;
  /** The emoji that were used last; absent where none are offered. */
  recent?: Recent | undefined;
  /** Puts words where the cursor is. */
  insert: (words: string) => void;
  disabled: boolean;
}

export const ComposerTools = ({ attaching, sendVoice, recent, insert, disabled }: ToolsProps) => (
  <div class="chat-tools">
    {attaching && <AttachButton attaching={attaching} disabled={disabled} />}
    {recent && <EmojiTool recent={recent} insert={insert} disabled={disabled} />}
    {attaching && sendVoice && <VoiceTool taken={attaching.limits.extensions} send={sendVoice} disabled={disabled} />}
  </div>
);
