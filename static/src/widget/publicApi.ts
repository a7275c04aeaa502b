/** `window.ChatbotWidget`: all that a page sees of us. */

import type { Identity } from "../chat/api.ts";
import type { Message } from "../chat/message.ts";
import type { Listener, Widget, WidgetEvent } from "./widget.ts";

export interface ChatbotWidget {
  readonly state: Readonly<WidgetState>;
  open(): void;
  close(): void;
  toggle(): void;
  send(text: string): void;
  identify(identity: Identity): void;
  consent(isGiven: boolean): void;
  on(event: WidgetEvent, listener: Listener): void;
  off(event: WidgetEvent, listener: Listener): void;
  destroy(): void;
}

export interface WidgetState {
  realtimeConnected: boolean;
  realtimeProvider: "pusher" | "reverb" | "polling" | null;
  channelSubscription: string | null;
  messages: readonly Message[];
}

type Method = Exclude<keyof ChatbotWidget, "state">;
/** What a page called before we were there: `[["open"], ["send", "Hello"]]`. */
export type Queue = [Method, ...unknown[]][];

declare global {
  interface Window {
    ChatbotWidget?: ChatbotWidget | Queue;
  }
}

export function publicApi(widget: Widget, destroy: () => void): ChatbotWidget {
  return Object.freeze({
    get state() {
      return stateOf(widget);
    },
    open: () => widget.open(),
    close: () => widget.close(),
    toggle: () => widget.toggle(),
    send: (text: string) => widget.send(text),
    identify: (identity: Identity) => widget.identify(identity),
    consent: (isGiven: boolean) => widget.consent(isGiven),
    on: (event: WidgetEvent, listener: Listener) => widget.on(event, listener),
    off: (event: WidgetEvent, listener: Listener) => widget.off(event, listener),
    destroy,
  });
}

const stateOf = ({ session }: Widget): Readonly<WidgetState> =>
  Object.freeze({
    realtimeConnected: Boolean(session?.talks.provider),
    realtimeProvider: session?.provider ?? null,
    channelSubscription: session?.talks.channel ?? null,
    messages: Object.freeze([...(session?.store.state.messages ?? [])]),
  });

export function callQueued(api: ChatbotWidget, queue: Queue): void {
  for (const [method, ...args] of queue) {
    const call: unknown = method in api && api[method];
    if (typeof call === "function") call(...args);
  }
}
