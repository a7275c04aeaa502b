import { useState } from "preact/hooks";
import { ApiError } from "../chat/api.ts";
import { words } from "../words/words.ts";

type Stage = "idle" | "asking" | "done";

/** What a form asks of the server: once at a time, and what went wrong in words for people. */
export function useRequest(make: () => Promise<void>) {
  const [stage, turn] = useState<Stage>("idle");
  const [problem, tell] = useState("");
  const ask = async () => {
    if (stage === "asking") return;
    turn("asking");
    tell("");
    try {
      await make();
      turn("done");
    } catch (error) {
      turn("idle");
      tell(error instanceof ApiError ? error.message : words.problems.oursAgain);
    }
  };
  return { ask, problem, isAsking: stage === "asking", isDone: stage === "done" };
}
