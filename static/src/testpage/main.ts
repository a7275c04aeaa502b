/**
 * /chatbot-test.html: shows what the widget says of itself, calls all that a page can call, and makes the
 * network bad. It comes before the widget, whose line below it is the same as on any page.
 */

import type { Message } from "../chat/message.ts";
import type { ChatbotWidget } from "../widget/publicApi.ts";
import { call, callButton, embedAgain, filledIn, theWidget } from "./calls.ts";
import { listen } from "./events.ts";
import { Latency, spoken } from "./latency.ts";
import { meaning } from "./meaning.ts";
import { Network } from "./network.ts";
import { overhear } from "./overhear.ts";
import { addLine, place, whenReady } from "./page.ts";
import { Traffic } from "./traffic.ts";

const LOOK_MS = 100;

const latency = new Latency(Date.now());
const network = new Network(new Traffic(latency, (line) => whenReady(() => addLine("reports", line))));
network.install(window);
overhear(console, (line) => whenReady(() => addLine("console", line)));
whenReady(() => {
  makeSwitches();
  makeCalls();
  makePages();
  noticeSending();
  follow();
});

function makeSwitches(): void {
  const keys = JSON.parse(place("keys").textContent ?? "") as Record<string, string>;
  for (const [provider, key] of Object.entries(keys)) {
    onSwitch(`allow-${provider}`, (isAllowed) => network.allow(key, isAllowed));
  }
  onSwitch("allow-network", (isOnline) => network.turn(isOnline));
  onSwitch("listen", listen);
  place("cut").addEventListener("click", () => network.cut());
}

function onSwitch(id: string, turn: (isOn: boolean) => void): void {
  const box = place<HTMLInputElement>(id);
  box.addEventListener("change", () => turn(box.checked));
}

function makeCalls(): void {
  document.querySelectorAll<HTMLButtonElement>("[data-call]").forEach(callButton);
  onSubmit("say", (form) => {
    latency.acted(Date.now());
    call("send", filledIn(form)["text"] ?? "");
    form.reset();
  });
  onSubmit("introduce", (form) => call("identify", filledIn(form)));
  place("embed").addEventListener("click", embedAgain);
}

function onSubmit(id: string, act: (form: HTMLFormElement) => void): void {
  const form = place<HTMLFormElement>(id);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  });
}

/** As in a shop that is one page to the browser: another address and title, and nothing is loaded. */
function makePages(): void {
  let number = 1;
  place("go").addEventListener("click", () => {
    number += 1;
    const there = new URL(location.href);
    there.searchParams.set("page", String(number));
    history.pushState(null, "", there);
    document.title = `Page ${number} · SmartLink`;
    place("where").textContent = there.pathname + there.search;
  });
}

/** What is pressed in the widget reaches the page, as with any element. */
function noticeSending(): void {
  addEventListener("keydown", ({ key, target }) => key === "Enter" && isWidget(target) && latency.acted(Date.now()), true);
  addEventListener("click", ({ target }) => isWidget(target) && latency.acted(Date.now()), true);
}

const isWidget = (target: EventTarget | null) => target instanceof HTMLElement && target.localName === "chat-widget";

/** The widget's script comes when it comes, goes with `destroy`, and may come again. */
function follow(): void {
  let followed: ChatbotWidget | undefined;
  setInterval(() => {
    const widget = theWidget();
    if (widget === followed) return;
    followed = widget;
    widget?.on("state", () => show(widget));
    widget?.on("message", (message) => measure(message as Message));
    if (widget && place<HTMLInputElement>("listen").checked) listen(true);
    show(widget);
  }, LOOK_MS);
}

function show(widget: ChatbotWidget | undefined): void {
  const state = widget?.state;
  place("provider").textContent = state?.realtimeProvider ?? "none yet";
  place("connected").textContent = state?.realtimeConnected ? "yes" : "no";
  place("subscription").textContent = state?.channelSubscription ?? "none";
  place("count").textContent = String(state?.messages.length ?? 0);
  const now = meaning(state);
  if (place("meaning").textContent !== now) place("meaning").textContent = now; // it is read out when it changes
}

function measure(message: Message): void {
  const taken = latency.arrived(message, Date.now());
  const road = theWidget()?.state.realtimeProvider ?? "";
  if (taken) addLine("times", `number ${taken.seq}, ${spoken(taken)} (${road})`, taken.who);
}
