/** What the widget's state means for the person in front of it, in plain words. */

import type { WidgetState } from "../widget/publicApi.ts";

type Standing = Pick<WidgetState, "realtimeProvider" | "realtimeConnected" | "channelSubscription">;

export function meaning(state: Standing | undefined): string {
  if (!state) return GONE;
  const { realtimeProvider, realtimeConnected, channelSubscription } = state;
  if (realtimeProvider === null) return QUIET;
  if (realtimeProvider === "polling" || !realtimeConnected) return POLLING;
  if (channelSubscription === null) return WAITING;
  return realtimeProvider === "pusher" ? PUSHER : OWN;
}

const GONE = "The widget is not on this page. What is called now waits until it is embedded again.";
const QUIET =
  "Nothing has been asked of the server yet: nobody has written here. A visitor costs nothing before that.";
const POLLING =
  "No socket stands, so the widget asks for news every two seconds. The panel says “Slow mode” or “Reconnecting…”, " +
  "everything still arrives, and the socket is tried again all the while.";
const WAITING = "A socket stands. There is nothing to listen to yet: the first message makes a conversation.";
const OWN = "A socket to this SmartLink stands. Messages come at once and nothing is polled; the panel says “Live”.";
const PUSHER = "A socket to Pusher stands. Messages come at once and nothing is polled; the panel says “Live”.";
