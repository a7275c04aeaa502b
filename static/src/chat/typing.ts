/** Who types now: of each person the newest that was told. Nobody types for longer than was said of them. */

import { isSamePerson, type Person, type WhoseId } from "./message.ts";
import { words } from "../words/words.ts";

const TYPING_SECONDS = 6; // as long as the server keeps it, for pages, which do not say when it ends

export interface Typist extends Person {
  expires_in: number; // seconds, from when it was told
}

/** `UserTyping`, as the server tells it. */
export interface TypingNotice extends Typist {
  conversation_id: number;
  is_typing: boolean;
}

export function noticed(typing: Typist[], notice: TypingNotice): Typist[] {
  const others = silenced(typing, notice);
  return notice.is_typing ? [...others, typistOf(notice, notice.expires_in)] : others;
}

export const silenced = (typing: Typist[], whose: WhoseId): Typist[] =>
  typing.filter((typist) => !isSamePerson(typist, whose));

export const listed = (people: Person[]): Typist[] => people.map((person) => typistOf(person, TYPING_SECONDS));

const typistOf = ({ sender_type, sender_id, sender_name }: Person, expires_in: number): Typist => ({
  sender_type,
  sender_id,
  sender_name,
  expires_in,
});

export function sentence(people: Person[]): string {
  const [one, two, ...more] = people.map(({ sender_name }) => sender_name);
  if (one === undefined) return "";
  if (two === undefined) return words.typing.one(one);
  return more.length > 0 ? words.typing.several : words.typing.two(one, two);
}
