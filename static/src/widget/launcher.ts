/** The round button. Made by hand: it must be there before anything else is loaded. */

const PICTURES = {
  closed: "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.5 3.5V17H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
  open: "M6 6l12 12M18 6L6 18",
};
const SVG = "http://www.w3.org/2000/svg";

export interface Launcher {
  button: HTMLButtonElement;
  show(isOpen: boolean): void;
}

export function launcher(controls: string): Launcher {
  const button = document.createElement("button");
  const path = document.createElementNS(SVG, "path");
  button.type = "button";
  button.className = "launcher";
  button.setAttribute("aria-controls", controls);
  button.append(picture(path));
  const show = (isOpen: boolean) => {
    button.classList.toggle("open", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    button.setAttribute("aria-label", isOpen ? "Close chat" : "Open chat");
    path.setAttribute("d", isOpen ? PICTURES.open : PICTURES.closed);
  };
  show(false);
  return { button, show };
}

function picture(path: SVGPathElement): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}
