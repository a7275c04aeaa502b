/** An operator's side of a conversation: the widget's store and feed, with the rights of the session. */

import { ApiError, call, history, named, older, type Sent } from "../chat/api.ts";
import { connect } from "../chat/connect.ts";
import { forgetTypists } from "../chat/expiry.ts";
import { Keystrokes } from "../chat/keystrokes.ts";
import { channelOf, type ChatFeed, enter, logOf } from "../chat/log.ts";
import type { Conversation, Message } from "../chat/message.ts";
import { readPast } from "../chat/past.ts";
import { Reader } from "../chat/reader.ts";
import { type Post, Sender } from "../chat/sender.ts";
import { Store } from "../chat/store.ts";
import type { RealtimeConfig } from "../realtime/config.ts";
import type { Connection } from "../realtime/connection.ts";
import { Feed, type FeedState } from "../realtime/feed.ts";
import { onWake } from "../realtime/wake.ts";
import { CALLER } from "./caller.ts";
import { expose } from "./echo.ts";
import { traced, traceTravel } from "./trace.ts";

const POLL_MS = 3_000;

/** What the server said when it made the page. */
export interface Begun {
  conversation: Conversation;
  messages: Message[]; // the newest page, ascending
  urls: { messages: string; reply: string; typing: string; mark_read: string };
  realtime: RealtimeConfig;
}

export class Talk {
  readonly store = new Store();
  readonly sender = new Sender(this.store, (...message) => this.#reply(...message));
  readonly keystrokes = new Keystrokes((is_typing) => this.#tell(this.props.urls.typing, { is_typing }));
  readonly reader = new Reader((seq) => this.#tell(this.props.urls.mark_read, { seq }));
  #connection: Connection | undefined;
  #feed: ChatFeed;
  #travel: FeedState | null = null;

  constructor(
    private props: Begun,
    private changed: (travel: FeedState) => void,
  ) {
    const { conversation, messages, realtime, urls } = props;
    forgetTypists(this.store);
    readPast(this.store, (before) => older(CALLER, urls.messages, before));
    this.store.dispatch({ name: "Opened", data: { conversation, messages } });
    this.#connection = connect({ caller: CALLER, realtime, made: expose });
    const log = logOf(this.store, (after) => history(CALLER, urls.messages, after));
    this.#feed = new Feed(traced(log, () => this.#travel !== "live"), {
      channel: channelOf(conversation.id),
      connection: this.#connection,
      intervalMs: POLL_MS,
      isHidden: () => document.hidden,
      changed: () => this.#show(),
    });
  }

  /** Until the answer is called. */
  begin(): () => void {
    this.#show();
    this.#feed.start();
    const stopWaking = onWake(() => this.#feed.wake());
    return () => {
      stopWaking();
      this.#connection?.stop();
      this.#feed.stop();
    };
  }

  #show(): void {
    traceTravel(this.#travel, this.#feed.state);
    this.#travel = this.#feed.state;
    this.changed(this.#travel);
  }

  #tell = (address: string, body: object) => call(named(CALLER, this.#connection?.socketId), address, body);

  /** Says which message was the last one seen; when there are newer ones they are shown first. */
  #reply: Post = async (message, { force = false }) => {
    const last_seen_seq = this.store.state.messages.at(-1)?.seq ?? 0;
    try {
      const sent = await call<Sent>(CALLER, this.props.urls.reply, { ...message, last_seen_seq, force });
      enter(this.store, this.#feed, [sent.message]);
    } catch (error) {
      const missed = (error instanceof ApiError && error.body.messages) || [];
      enter(this.store, this.#feed, missed);
      throw error;
    }
  };
}
