/** All emoji, group by group. One of them is in the order of tabs, the others are reached by the arrows. */

import { useEffect, useRef, useState } from "preact/hooks";
import { words } from "../../words/words.ts";
import { inRows, movedTo } from "./grid.ts";
import type { Lazy } from "./EmojiTool.tsx";
import { useId } from "../useId.ts";

interface EmojiGroupsProps {
  emoji: Lazy["emoji"];
  used: readonly string[];
  choose: (emoji: string) => void;
}

export function EmojiGroups({ emoji, used, choose }: EmojiGroupsProps) {
  const [groups] = useState(() => groupsOf(emoji, used)); // nothing moves while one chooses
  const [at, move] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const go = (to: number) => {
    move(to);
    place.current?.querySelectorAll("button")[to]?.focus();
  };
  useEffect(() => go(0), []);
  const step = (event: KeyboardEvent) => {
    const isReversed = place.current?.matches(":dir(rtl)") ?? false;
    const { ctrlKey, key } = event;
    const to = movedTo({ ctrlKey, key: isReversed ? mirrored(key) : key }, at, groups.map(({ emoji }) => emoji.length));
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  let first = 0;
  return (
    <div class="emoji-groups" ref={place} onKeyDown={step}>
      {groups.map(({ name, emoji }) => {
        const before = first;
        first += emoji.length;
        return <Group key={name} name={name} emoji={emoji} at={at - before} choose={choose} />;
      })}
    </div>
  );
}

interface GroupProps {
  name: string;
  emoji: readonly string[];
  at: number; // which of them the keys are at, if any
  choose: (emoji: string) => void;
}

function Group({ name, emoji, at, choose }: GroupProps) {
  const id = useId();
  const rows = inRows(emoji.map((one, index) => ({ one, tabIndex: index === at ? 0 : -1 })));
  return (
    <section>
      <h3 id={id}>{name}</h3>
      <div role="grid" aria-labelledby={id}>
        {rows.map((row, index) => (
          <div class="emoji-row" role="row" key={index}>
            {row.map(({ one, tabIndex }) => (
              <button type="button" role="gridcell" key={one} tabIndex={tabIndex} onClick={() => choose(one)}>
                {one}
              </button>
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

function groupsOf(emoji: Lazy["emoji"], used: readonly string[]) {
  const names = Object.keys(emoji) as (keyof Lazy["emoji"])[];
  const groups = names.map((name) => ({ name: words.emoji.groups[name], emoji: emoji[name] as readonly string[] }));
  return used.length > 0 ? [{ name: words.emoji.recent, emoji: used }, ...groups] : groups;
}

/** Where one reads from right to left, the next one is at the left. */
function mirrored(key: string): string {
  return { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[key] ?? key;
}
