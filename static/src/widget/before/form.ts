/**
 * What the site asks before the chat, of visitors whom it does not know. Asked once: who has answered is
 * remembered beside the token. What is typed here proves nothing; operators see it as typed.
 */

import { type Caller, init, type InitAnswer } from "../../chat/api.ts";
import type { FormQuestions } from "../../chat/site.ts";
import { words } from "../../words/words.ts";
import type { Kept } from "../keeping/kept.ts";

export type FieldName = (typeof FIELDS)[number];
export type Answers = Record<FieldName, string>;

export interface Field {
  name: FieldName;
  question: string; // the site's own, in its words
  isRequired: boolean;
}

type Beginning = Pick<InitAnswer, "visitor" | "conversation" | "site">;

const FIELDS = ["name", "email", "question"] as const;
const NO_ANSWERS: Answers = { name: "", email: "", question: "" };
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/; // the server looks closer

export class Form {
  fields: Field[] = []; // none: there is nothing to be asked
  /** What is said before that waits. */
  answered: Promise<void> = Promise.resolve();
  #visitor: number | undefined;
  #release = () => {};

  constructor(private kept: Kept) {}

  /** Who is in the middle of a conversation is not asked any more. */
  meet({ visitor, conversation, site }: Beginning): void {
    this.#visitor = visitor?.id;
    const isAsked = visitor && !visitor.identity && !conversation && this.kept.read() !== String(visitor.id);
    this.#ask(isAsked ? fieldsOf(site.form, { name: visitor.name, email: visitor.email }) : []);
  }

  /** By beginning once more: what a site asks is known only after the first time. */
  async tell(caller: Caller, site: string, { name, email, question: answer }: Answers): Promise<void> {
    const question = this.fields[0]?.question ?? "";
    await init(caller, {
      site,
      ...(name && { name }),
      ...(email && { email }),
      ...(answer && { attributes: { question, answer } }),
    });
    this.kept.write(String(this.#visitor));
    this.#ask([]);
  }

  #ask(fields: Field[]): void {
    const wasAsked = this.fields.length > 0;
    this.fields = fields;
    if (fields.length === 0) this.#release();
    else if (!wasAsked) this.answered = new Promise((done) => (this.#release = done));
  }
}

/** What is known of them is not asked again. */
function fieldsOf(form: FormQuestions | undefined, known: Partial<Answers>): Field[] {
  if (!form) return []; // a server that is older than we are
  return FIELDS.filter((name) => form[name] !== "no" && !known[name]).map((name) => ({
    name,
    question: form.question_text,
    isRequired: form[name] === "required",
  }));
}

export function labelOf({ name, question, isRequired }: Field): string {
  const label = { name: words.form.yourName, email: words.form.email, question }[name];
  return isRequired ? label : words.form.optional(label);
}

/** As they are sent: without spaces around them, and without those that were left out. */
export const answersOf = (typed: Partial<Answers>): Answers => ({
  ...NO_ANSWERS,
  ...Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, text.trim()])),
});

/** A sentence for each field that is not right yet. */
export function problemsOf(fields: Field[], answers: Answers): Partial<Answers> {
  const found = fields.map(({ name, isRequired }) => [name, problemOf(name, isRequired, answers[name])]);
  return Object.fromEntries(found.filter(([, problem]) => problem));
}

function problemOf(name: FieldName, isRequired: boolean, answer: string): string {
  const { nameMissing, emailMissing, answerMissing, emailWrong } = words.form;
  const missing = { name: nameMissing, email: emailMissing, question: answerMissing };
  if (answer === "") return isRequired ? missing[name] : "";
  return name === "email" && !EMAIL.test(answer) ? emailWrong : "";
}
