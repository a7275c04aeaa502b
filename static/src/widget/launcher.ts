/** The round button. Made by hand: it must be there before anything else is loaded. */

import type { LauncherWords } from "../words/launcher.ts";
import { type Count, shortly } from "./attention/unread.ts";

const PICTURES = {
  closed: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
  open: "M6 6l12 12M18 6L6 18",
};
const SVG = "http://www.w3.org/2000/svg";

export interface Launcher {
  button: HTMLButtonElement;
  show(isOpen: boolean, unread: Count, words: LauncherWords): void;
}

export function launcher(controls: string): Launcher {
  const button = document.createElement("button");
  const path = document.createElementNS(SVG, "path");
  const badge = badgeOfUnread();
  button.type = "button";
  button.className = "launcher";
  button.setAttribute("aria-controls", controls);
  button.append(picture(path), badge);
  const show = (isOpen: boolean, unread: Count, words: LauncherWords) => {
    button.classList.toggle("open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    button.setAttribute("aria-label", isOpen ? words.close : invitation(unread, words));
    path.setAttribute("d", isOpen ? PICTURES.open : PICTURES.closed);
    badge.hidden = isOpen || unread.number === 0;
    badge.textContent = shortly(unread);
  };
  return { button, show };
}

function invitation({ number, isMore }: Count, words: LauncherWords): string {
  if (number === 0) return words.open;
  return isMore ? words.unreadAtLeast(number) : words.unread(number);
}

/** For the eyes; the button's name tells it in words. */
function badgeOfUnread(): HTMLSpanElement {
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.setAttribute("aria-hidden", "true");
  return badge;
}

function picture(path: SVGPathElement): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
