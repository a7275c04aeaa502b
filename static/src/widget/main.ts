/** `<script src="https://HOST/chatbot-widget.js" data-site="KEY" async></script>` */

import { ChatWidget, NAME } from "./ChatWidget.ts";
import { embedOf, type Embed } from "./embed.ts";
import { callQueued, publicApi } from "./publicApi.ts";
import { Widget } from "./widget.ts";

function start(embed: Embed): void {
  const { ChatbotWidget: before } = window;
  if (before && !Array.isArray(before)) return; // included twice
  if (!customElements.get(NAME)) customElements.define(NAME, ChatWidget);
  const widget = new Widget(embed);
  const element = document.createElement(NAME) as ChatWidget;
  let isOver = false;
  const api = publicApi(widget, () => {
    isOver = true;
    element.destroy();
    widget.destroy();
    delete window.ChatbotWidget;
  });
  window.ChatbotWidget = api;
  callQueued(api, before ?? []);
  whenReady(() => {
    if (isOver) return; // the page has changed its mind before it was there itself
    document.body.append(element);
    element.show(widget);
  });
}

/** An async script may be faster than the page. */
function whenReady(act: () => void): void {
  if (document.body) act();
  else document.addEventListener("DOMContentLoaded", act, { once: true });
}

const embed = embedOf(document.currentScript);
if (embed) start(embed);
else console.error("ChatbotWidget: its script tag needs data-site.");
