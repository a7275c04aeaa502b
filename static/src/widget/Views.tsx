/** What one may look at in the panel besides the conversation that goes on, and how one gets there. */

import { words } from "../words/words.ts";
import { EarlierTalk } from "./talks/EarlierTalk.tsx";
import { MenuItem } from "./Menu.tsx";
import { OwnData } from "./own/OwnData.tsx";
import { Question } from "./Question.tsx";
import type { Session } from "./session.ts";
import { TalkList } from "./talks/TalkList.tsx";
import type { ListedTalk } from "./talks/api.ts";
import type { Visit } from "./talks/visit.ts";

/** A visit is the view of an earlier conversation. */
export type View = "talk" | "list" | "ending" | "leaving" | "own" | "erasing" | Visit;

interface ViewsProps {
  session: Session;
  go: (view: View) => void;
}

export function ViewItems({ session: { talks }, go }: ViewsProps) {
  const startAnew = () => (talks.isOpen ? go("leaving") : void talks.leave().then(() => go("talk")));
  return (
    <>
      <MenuItem act={() => go("list")}>{words.talks.name}</MenuItem>
      {talks.followed && <MenuItem act={startAnew}>{words.talks.anew}</MenuItem>}
      {talks.isOpen && <MenuItem act={() => go("ending")}>{words.talks.end}</MenuItem>}
      <MenuItem act={() => go("own")}>{words.own.name}</MenuItem>
    </>
  );
}

export function ViewShown({ session, go, view }: ViewsProps & { view: Exclude<View, "talk"> }) {
  const { talks, own, base } = session;
  const back = () => go("talk");
  if (typeof view === "object") {
    const goOn = () => (talks.isOpen || talks.goOn(view), back());
    return <EarlierTalk visit={view} base={base} isAnotherOpen={talks.isOpen} goOn={goOn} back={() => go("list")} />;
  }
  if (view === "list") {
    const open = async (talk: ListedTalk) => go(await opened(session, talk));
    return <TalkList list={(next) => talks.list(next)} open={open} site={session.entrance.site?.texts.title ?? ""} back={back} />;
  }
  if (view === "own") return <OwnData own={own} erase={() => go("erasing")} back={back} />;
  const { title, means, yes, no, act } = questionOf(session, view);
  const leave = view === "erasing" ? () => go("own") : back;
  return <Question {...{ title, means, yes, no }} isGrave={view === "erasing"} act={() => act().then(back)} back={leave} />;
}

/** The one that goes on is shown where one can write; others beside it. */
async function opened({ talks }: Session, { id }: ListedTalk): Promise<View> {
  if (id === talks.followed?.id) return "talk";
  const visit = await talks.visit(id);
  if (visit.conversation.status === "closed") return visit;
  visit.followed.leave();
  talks.goOn(visit);
  return "talk";
}

function questionOf({ talks, own }: Session, about: "ending" | "leaving" | "erasing") {
  const { endQuestion, endMeans, endIt, keepIt, anewQuestion, anewMeans, anewIt } = words.talks;
  const { eraseQuestion, eraseMeans, eraseIt } = words.own;
  const questions = {
    ending: { title: endQuestion, means: endMeans, yes: endIt, no: keepIt, act: async () => talks.followed?.close() },
    leaving: { title: anewQuestion, means: anewMeans, yes: anewIt, no: keepIt, act: () => talks.leave() },
    erasing: { title: eraseQuestion, means: eraseMeans, yes: eraseIt, no: words.own.keepIt, act: () => own.erase() },
  };
  return questions[about];
}
