/** The form before the chat: what the site asks of whom it does not know. */

import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../../chat/api.ts";
import { preventing } from "../../chat/preventing.ts";
import { useId } from "../../chat/useId.ts";
import { words } from "../../words/words.ts";
import { type Answers, answersOf, type Field, problemsOf } from "./form.ts";
import { FormField } from "./FormField.tsx";
import { useRequest } from "../useRequest.ts";

interface PreChatProps {
  fields: Field[];
  /** Something was written already, and waits for this. */
  isWaitedFor: boolean;
  answer: (answers: Answers) => Promise<void>;
}

export function PreChat({ fields, isWaitedFor, answer }: PreChatProps) {
  const [typed, type] = useState<Partial<Answers>>({});
  const [problems, tell] = useState<Partial<Answers>>({});
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  // In the order of the page: the first that is wrong.
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [problems]);
  const { ask, isAsking, problem } = useRequest(() => answer(answersOf(typed)).catch(atItsField(tell)));
  const submit = () => {
    const found = problemsOf(fields, answersOf(typed));
    tell(found);
    if (Object.keys(found).length === 0) void ask();
  };
  return (
    <form class="prechat" aria-labelledby={id} noValidate onSubmit={preventing(submit)} ref={form}>
      <h3 id={id}>{words.form.name}</h3>
      {isWaitedFor && <p role="status">{words.form.waiting}</p>}
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          text={typed[field.name] ?? ""}
          problem={problems[field.name] ?? ""}
          write={(text) => type({ ...typed, [field.name]: text })}
        />
      ))}
      <p class="page-problem" role="alert">
        {problem}
      </p>
      <button class="agree" type="submit" aria-disabled={isAsking}>
        {words.form.start}
      </button>
    </form>
  );
}

/** The server looks closer than we do, and says what it does not take. */
const atItsField = (tell: (problems: Partial<Answers>) => void) => (error: unknown): never => {
  const { name, email, attributes } = error instanceof ApiError ? (error.body.errors ?? {}) : {};
  const found = { name: name?.[0], email: email?.[0], question: attributes?.[0] };
  tell(Object.fromEntries(Object.entries(found).filter(([, sentence]) => sentence)));
  throw error;
};
