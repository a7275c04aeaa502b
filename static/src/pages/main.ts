/** What every page of ours can do. Each piece works on its own and is missed by none. */

import { copyButton } from "./copyButton.ts";
import { passkeyErrors } from "./passkeyErrors.ts";
import { showCurrent } from "./sections.ts";
import { themeSwitch } from "./themeSwitch.ts";

document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]").forEach(themeSwitch);
document.querySelectorAll<HTMLButtonElement>("[data-copies]").forEach(copyButton);
document.querySelectorAll<HTMLElement>(".sections").forEach(showCurrent);
document.querySelectorAll<HTMLElement>("[data-passkey-errors]").forEach(passkeyErrors);
