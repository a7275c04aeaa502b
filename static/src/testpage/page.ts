/** This page's own furniture: places by their ids, and short lists with the newest first. */

const MOST_LINES = 12;

/** The script comes before the page. */
export function whenReady(act: () => void): void {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act, { once: true });
  else act();
}

export function place<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found as Kind;
}

/** A list is hidden while it is empty, and `<id>-empty` says then what will be in it. */
export function addLine(id: string, text: string, head = now()): void {
  const list = place(id);
  list.prepend(lineOf(head, text));
  while (list.children.length > MOST_LINES) list.lastElementChild?.remove();
  list.hidden = false;
  place(`${id}-empty`).hidden = true;
}

/** The newest line says something else now. */
export function rewriteLine(id: string, text: string): void {
  place(id).firstElementChild?.remove();
  addLine(id, text);
}

function lineOf(head: string, text: string): HTMLElement {
  const line = document.createElement("li");
  const before = document.createElement("span");
  before.textContent = head;
  line.append(before, " ", text);
  return line;
}

const now = () => new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
