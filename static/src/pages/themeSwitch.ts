/** The button in the header that changes between light and dark. */

import { keep, opposite, recall, show } from "./theme.ts";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

export function themeSwitch(button: HTMLButtonElement): void {
  const describe = () => {
    button.ariaLabel = `Switch to ${opposite(recall(), systemIsDark.matches)} theme`;
  };
  button.addEventListener("click", () => {
    const theme = opposite(recall(), systemIsDark.matches);
    keep(theme);
    show(theme, document.documentElement);
    describe();
  });
  systemIsDark.addEventListener("change", describe);
  describe();
  button.hidden = false; // it does nothing without this script, so it comes with it
}
