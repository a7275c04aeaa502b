/** Drawn with lines, in the colour of the words around them. */

import type { ComponentChildren } from "preact";

export const Icon = ({ children }: { children: ComponentChildren }) => (
  <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <g fill="none" stroke="currentcolor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">
      {children}
    </g>
  </svg>
);

export const ClipIcon = () => (
  <Icon>
    <path d="m20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
);

export const PreviousIcon = () => (
  <Icon>
    <path d="m15 5-7 7 7 7" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="m9 5 7 7-7 7" />
  </Icon>
);

export const SaveIcon = () => (
  <Icon>
    <path d="M12 4v11m-5-5 5 5 5-5M5 20h14" />
  </Icon>
);

export const ZoomIcon = ({ isIn }: { isIn: boolean }) => (
  <Icon>
    <circle cx="11" cy="11" r="6.5" />
    <path d={`m16 16 4.5 4.5M8.5 11h5${isIn ? "" : "M11 8.5v5"}`} />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M4 11.2 19.5 4 14 20l-3-6.8z" />
  </Icon>
);
