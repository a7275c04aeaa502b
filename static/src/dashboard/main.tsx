/**
 * Islands: an element says by `data-island` which component it is to become, and by
 * `data-props` which `json_script` element holds its props.
 */

import { type ComponentType, render } from "preact";
import { Conversation, type ConversationProps } from "./Conversation.tsx";
import { Health, type HealthProps } from "./Health.tsx";
import { Realtime, type RealtimeProps } from "./Realtime.tsx";

const islands: Record<string, ComponentType<never>> = {
  conversation: Conversation satisfies ComponentType<ConversationProps>,
  health: Health satisfies ComponentType<HealthProps>,
  realtime: Realtime satisfies ComponentType<RealtimeProps>,
};

function settle(place: HTMLElement): void {
  const Island = islands[place.dataset["island"] ?? ""] as ComponentType<object> | undefined;
  const props = document.getElementById(place.dataset["props"] ?? "");
  if (!Island || !props) return;
  place.replaceChildren(); // what stood there was for people without scripts
  render(<Island {...JSON.parse(props.textContent ?? "{}")} />, place);
}

document.querySelectorAll<HTMLElement>("[data-island]").forEach(settle);
