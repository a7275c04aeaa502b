/** /chatbot-test.html: shows what the widget on this page says of itself. */

import type { ChatbotWidget } from "../widget/publicApi.ts";

/** The widget's script is a classic one with `async`: it may come before or after us. */
const waiting = setInterval(() => {
  const { ChatbotWidget: widget } = window;
  if (!widget || Array.isArray(widget)) return;
  clearInterval(waiting);
  for (const event of ["state", "message"] as const) widget.on(event, () => show(widget));
  show(widget);
}, 50);

function show({ state }: ChatbotWidget): void {
  write("provider", state.realtimeProvider ?? "none yet");
  write("connected", state.realtimeConnected ? "yes" : "no");
  write("subscription", state.channelSubscription ?? "none");
  write("count", String(state.messages.length));
}

function write(id: string, text: string): void {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
}
