/**
 * For what only counts while it is new: one call at a time, so that nothing old arrives last, and what is
 * overtaken while it waits is not said at all. A call that fails is made good by the next one.
 */

export function sayingNewest<Word>(say: (word: Word) => Promise<unknown>): (word: Word) => void {
  let waiting: { word: Word } | undefined;
  let isSaying = false;

  async function sayAll(): Promise<void> {
    isSaying = true;
    while (waiting) {
      const { word } = waiting;
      waiting = undefined;
      await say(word).catch(() => {});
    }
    isSaying = false;
  }

  return (word) => {
    waiting = { word };
    if (!isSaying) void sayAll();
  };
}
