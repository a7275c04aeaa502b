/** Listens to the widget's events while it is wanted, and writes down what comes. Never what was said: a log is for everybody. */

import type { Message } from "../chat/message.ts";
import type { WidgetEvent } from "../widget/widget.ts";
import { call } from "./calls.ts";
import { addLine, rewriteLine } from "./page.ts";

const LOG = "events";
const EVENTS: WidgetEvent[] = ["open", "close", "state", "message"];

let last = "";
let times = 0;

const listeners = new Map(EVENTS.map((event) => [event, (detail?: unknown) => write(event, detail)]));

export function listen(isOn: boolean): void {
  for (const [event, listener] of listeners) call(isOn ? "on" : "off", event, listener);
}

/** Of many alike there is one line. */
function write(event: WidgetEvent, detail: unknown): void {
  const text = event === "message" ? `message: number ${(detail as Message).seq}` : event;
  times = text === last ? times + 1 : 1;
  last = text;
  if (times === 1) addLine(LOG, text);
  else rewriteLine(LOG, `${text}, ${times} times`);
}
