/**
 * Hop 7, store: the state of one conversation. Whatever happens (a socket event, a poll, a click) goes
 * through `apply`, so the same message can arrive by any road and any number of times and
 * is shown once, in order.
 *
 * Every version of a message has its number, `changed_seq`. `cursor` is the number up to
 * which we have everything; what comes before its turn waits in `ahead`. Of what was said
 * before `since` only changes are known, kept `aside` until the rest of it is read.
 */

import type { ChatEvent, Opening } from "./events.ts";
import { withFiles } from "./files/oldShape.ts";
import type { Cursors, Message, Note, Page, Truncated } from "./message.ts";
import { begun, moved, type Outgoing, turned, without } from "./outgoing.ts";
import { cursorsOf, further, marked, nobodyRead } from "./reading.ts";
import { justBegun, newer, type Standing } from "./standing.ts";
import { listed, noticed, silenced, type Typist } from "./typing.ts";

/** Reading what was said before `since`. */
export type Past = "resting" | "wanted" | "failed";

export interface State {
  messages: Message[];
  ahead: Message[];
  aside: Message[];
  cursor: number;
  head: number; // the highest number we have heard of
  since: number; // messages before this one are not loaded
  past: Past;
  outgoing: Outgoing[];
  read_up_to: Cursors;
  standing: Standing;
  typing: Typist[];
  notes: Note[]; // of operators, who alone are told of them
}

export const empty: State = {
  messages: [],
  ahead: [],
  aside: [],
  cursor: 0,
  head: 0,
  since: 1,
  past: "resting",
  outgoing: [],
  read_up_to: nobodyRead,
  standing: justBegun,
  typing: [],
  notes: [],
};

export const hasGap = ({ cursor, head }: State): boolean => head > cursor;

/** The first message of a conversation has the number 1. */
export const hasOlder = ({ since }: State): boolean => since > 1;

export function apply(state: State, event: ChatEvent): State {
  switch (event.name) {
    case "ChatMessageReceived":
    case "ChatMessageUpdated":
    case "MessageSent":
    case "PrivateMessageSent":
    case "MessageUpdated":
      return heard(state, event.data);
    case "ConversationUpdated":
      return "truncated" in event.data ? state : updated(state, event.data);
    case "NoteAdded":
      return "truncated" in event.data ? state : noted(state, event.data);
    case "UserTyping":
      return { ...state, typing: noticed(state.typing, event.data) };
    case "TypingExpired":
      return { ...state, typing: state.typing.filter((typist) => typist !== event.data) };
    case "MessageRead":
      return readOn(state, cursorsOf(event.data));
    case "smartlink:head":
      // Without a number it means "look", which is the feed's to do.
      return { ...state, head: Math.max(state.head, event.data.seq ?? 0) };
    case "Opened":
      return opened(state, event.data);
    case "Left":
      return { ...empty, outgoing: state.outgoing }; // what is not sent yet goes into the next one
    case "PageRead":
      return pageRead(state, event.data);
    case "OlderWanted":
      return hasOlder(state) ? { ...state, past: "wanted" } : state;
    case "OlderFailed":
      return state.past === "wanted" ? { ...state, past: "failed" } : state;
    case "OlderRead":
      return olderRead(state, event.data);
    case "Composed":
      return { ...state, outgoing: [...state.outgoing, begun(event.data)] };
    case "UploadMoved":
      return { ...state, outgoing: moved(state.outgoing, event.data) };
    case "Sent":
      return { ...state, outgoing: turned(state.outgoing, event.data, "sent") };
    case "Retried":
    case "SendDelayed":
      return { ...state, outgoing: turned(state.outgoing, event.data, "sending") };
    case "SendFailed":
      return { ...state, outgoing: turned(state.outgoing, event.data, "failed") };
    case "Discarded":
      return { ...state, outgoing: without(state.outgoing, [event.data.client_message_id]) };
    default:
      return state; // a newer server may tell us things we do not know yet
  }
}

function heard(state: State, message: Message | Truncated): State {
  const { changed_seq } = message;
  if (changed_seq <= state.cursor) return state;
  const head = Math.max(state.head, changed_seq);
  const isWaiting = state.ahead.some((other) => other.changed_seq === changed_seq);
  if ("truncated" in message || isWaiting) return { ...state, head };
  const typing = silenced(state.typing, message); // whoever has said it types it no longer
  return inTurn({ ...state, head, typing, ahead: [...state.ahead, message] });
}

function opened(state: State, { conversation, messages }: Opening): State {
  const begun = { ...state, since: messages[0]?.seq ?? 1 };
  const { last_seq } = conversation;
  return pageRead(begun, { conversation, messages, last_seq, has_more: false, typing: [], after: 0 });
}

/** A page is complete from `after` on, so numbers that it skips belong to nothing any more. */
function pageRead(state: State, page: Page & { after: number }): State {
  const { after, messages, last_seq, has_more } = page;
  if (after > state.cursor) return state;
  const end = has_more ? (messages.at(-1)?.changed_seq ?? after) : last_seq;
  return inTurn({
    ...shown(updated(state, page.conversation), messages),
    cursor: Math.max(state.cursor, end),
    head: Math.max(state.head, last_seq),
    typing: listed(page.typing),
  });
}

function updated(state: State, conversation: Page["conversation"]): State {
  const standing = newer(state.standing, conversation);
  return { ...readOn(state, conversation.read_up_to), standing };
}

/** A page is complete from its first message up to `before`. It tells nothing of what is new. */
function olderRead(state: State, page: Page & { before: number }): State {
  const { before, messages, has_more, conversation } = page;
  if (state.past !== "wanted") return state; // that conversation has been left
  const since = has_more ? (messages[0]?.seq ?? before) : 1;
  const begun: State = { ...readOn(state, conversation.read_up_to), past: "resting" };
  return before < state.since ? begun : shown({ ...begun, since: Math.min(state.since, since) }, messages);
}

function readOn(state: State, cursors: Cursors): State {
  const read_up_to = further(state.read_up_to, cursors);
  return { ...state, read_up_to, messages: marked(state.messages, read_up_to) };
}

/** Each once, in the order of the staff log, whichever comes first. */
function noted(state: State, note: Note): State {
  const others = state.notes.filter(({ staff_seq }) => staff_seq !== note.staff_seq);
  return { ...state, notes: [...others, note].sort((a, b) => a.staff_seq - b.staff_seq) };
}

/** Shows what was waiting, as far as its turn has come. */
function inTurn(state: State): State {
  const waiting = [...state.ahead].sort((a, b) => a.changed_seq - b.changed_seq);
  let { cursor } = state;
  const ready: Message[] = [];
  for (const message of waiting) {
    if (message.changed_seq !== cursor + 1) continue;
    ready.push(message);
    cursor += 1;
  }
  const ahead = waiting.filter(({ changed_seq }) => changed_seq > cursor);
  return { ...shown(state, ready), cursor, ahead };
}

/** Of each message the newest version is shown; our own bubble makes room for it. */
function shown(state: State, news: Message[]): State {
  const bySeq = new Map([...state.aside, ...state.messages].map((message) => [message.seq, message]));
  for (const message of news) {
    const known = bySeq.get(message.seq);
    if (known && known.changed_seq >= message.changed_seq) continue;
    bySeq.set(message.seq, withFiles(message));
  }
  const inOrder = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const loaded = inOrder.filter(({ seq }) => seq >= state.since);
  const aside = inOrder.filter(({ seq }) => seq < state.since);
  const messages = marked(loaded, state.read_up_to);
  const outgoing = without(state.outgoing, news.map(({ client_message_id }) => client_message_id));
  return { ...state, messages, aside, outgoing };
}

export class Store {
  #listeners = new Set<() => void>();
  state = empty;

  dispatch(event: ChatEvent): void {
    this.state = apply(this.state, event);
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
