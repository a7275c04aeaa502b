import { useEffect, useState } from "preact/hooks";
import { ApiError } from "../../chat/api.ts";
import { words } from "../../words/words.ts";
import type { ListedTalk, Listing } from "./api.ts";

/** The visitor's conversations, page by page, as far as they were asked for. */
export function useTalks(list: (next: string | null) => Promise<Listing>) {
  const [talks, show] = useState<ListedTalk[]>([]);
  const [next, turn] = useState<string | null>(null);
  const [isLoading, wait] = useState(true);
  const [problem, tell] = useState("");
  const load = async () => {
    wait(true);
    tell("");
    try {
      const page = await list(next);
      show((before) => [...before, ...page.results]);
      turn(page.next);
    } catch (error) {
      tell(error instanceof ApiError ? error.message : words.problems.oursAgain);
    }
    wait(false);
  };
  useEffect(() => void load(), []);
  return { talks, hasMore: next !== null, isLoading, problem, load };
}
