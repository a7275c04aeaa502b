/** Whether one is told of news by a tone, and by the browser. */

import { useReducer } from "preact/hooks";
import { words } from "../../words/words.ts";
import type { Attention } from "./attention.ts";
import { MenuSwitch } from "../Menu.tsx";
import type { Permission } from "./notices.ts";

export function AttentionSwitches({ attention }: { attention: Attention }) {
  const [, look] = useReducer((looks: number, _: null) => looks + 1, 0);
  const { sound, notices } = attention.wishes;
  const turnSound = (isOn: boolean) => {
    attention.turnSound(isOn);
    look(null);
  };
  const turnNotices = async (isOn: boolean) => {
    await attention.turnNotices(isOn);
    look(null);
  };
  const { permission } = attention;
  return (
    <>
      <MenuSwitch label={words.attention.sound} isOn={sound} turn={turnSound} />
      <MenuSwitch
        label={words.attention.notices}
        isOn={notices}
        turn={(isOn) => void turnNotices(isOn)}
        hint={hintOf(permission)}
        isClosed={permission === "denied" || permission === "missing"}
      />
    </>
  );
}

const hintOf = (permission: Permission): string =>
  permission === "denied" || permission === "missing" ? words.attention[permission] : words.attention.what;
