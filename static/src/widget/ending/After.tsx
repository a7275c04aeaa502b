/** What stands below the conversation once it does not go on by itself: how it ended, or a way to begin again. */

import { words } from "../../words/words.ts";
import { Afresh } from "./Afresh.tsx";
import { Ending } from "./Ending.tsx";
import type { Session } from "../session.ts";

export function After({ session }: { session: Session }) {
  const { followed, travel, entrance } = session;
  const { status, rating } = session.store.state.standing;
  if (travel === "over") return <Afresh label={words.afresh.start} act={() => session.startAgain()} />;
  // What is wrong then stands below the text field.
  if (entrance.problem) return <Afresh label={words.afresh.again} act={() => void entrance.begin().catch(() => {})} />;
  if (status !== "closed" || !followed) return null;
  return <Ending key={followed.id} conversation={followed} rating={rating} />;
}
