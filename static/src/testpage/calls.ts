/** Calls `window.ChatbotWidget` as any page would. While it is not there, calls wait for it in a list. */

import type { ChatbotWidget, Queue } from "../widget/publicApi.ts";

type Call = Queue[number];

export function call(...[method, ...args]: Call): void {
  const widget = (window.ChatbotWidget ??= []);
  if (Array.isArray(widget)) return void widget.push([method, ...args]);
  const act = widget[method] as (...args: unknown[]) => void;
  act(...args);
}

export function theWidget(): ChatbotWidget | undefined {
  const { ChatbotWidget: widget } = window;
  return Array.isArray(widget) ? undefined : widget;
}

/** A button names the method, and says what is given to it, as JSON. */
export function callButton(button: HTMLButtonElement): void {
  const { call: method, with: given } = button.dataset;
  const args: unknown[] = given === undefined ? [] : [JSON.parse(given)];
  button.addEventListener("click", () => call(method as Call[0], ...args));
}

/** What is left empty is not told. */
export function filledIn(form: HTMLFormElement): Record<string, string> {
  const fields = [...new FormData(form)].filter((field): field is [string, string] => field[1] !== "");
  return Object.fromEntries(fields);
}

/** As if the page had been loaded anew: the same line once more. */
export function embedAgain(): void {
  const before = document.querySelector<HTMLScriptElement>("script[data-site]");
  if (!before) return;
  const tag = document.createElement("script");
  tag.src = before.src;
  Object.assign(tag.dataset, before.dataset);
  before.replaceWith(tag);
}
