/** The round button. Made by hand: it must be there before anything else is loaded. */

import { shortly } from "./unread.ts";

const PICTURES = {
  closed: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
  open: "M6 6l12 12M18 6L6 18",
};
const SVG = "http://www.w3.org/2000/svg";

export interface Launcher {
  button: HTMLButtonElement;
  show(isOpen: boolean, unread: number): void;
}

export function launcher(controls: string): Launcher {
  const button = document.createElement("button");
  const path = document.createElementNS(SVG, "path");
  const badge = badgeOfUnread();
  button.type = "button";
  button.className = "launcher";
  button.setAttribute("aria-controls", controls);
  button.append(picture(path), badge);
  const show = (isOpen: boolean, unread: number) => {
    button.classList.toggle("open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    button.setAttribute("aria-label", isOpen ? "Close chat" : invitation(unread));
    path.setAttribute("d", isOpen ? PICTURES.open : PICTURES.closed);
    badge.hidden = isOpen || unread === 0;
    badge.textContent = shortly(unread);
  };
  show(false, 0);
  return { button, show };
}

function invitation(unread: number): string {
  if (unread === 0) return "Open chat";
  return unread === 1 ? "Open chat, 1 unread message" : `Open chat, ${unread} unread messages`;
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
