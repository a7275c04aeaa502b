/**
 * Light, dark, or what the system says.
 *
 * The choice lives under the key and in the format (JSON) of the operators' pages, whose
 * framework has a switch of its own: one choice for the whole product.
 */

export type Theme = "light" | "dark" | "auto";

export const KEY = "adminTheme";

export function parse(stored: string | null): Theme {
  return stored === '"light"' ? "light" : stored === '"dark"' ? "dark" : "auto";
}

/** What the switch does: to the other one of the two that can be seen now. */
export function opposite(chosen: Theme, systemIsDark: boolean): Theme {
  const isDark = chosen === "dark" || (chosen === "auto" && systemIsDark);
  return isDark ? "light" : "dark";
}

export function show(theme: Theme, root: HTMLElement): void {
  if (theme === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}

/** Some browsers throw when storage is forbidden; then the system decides. */
export function recall(): Theme {
  try {
    return parse(localStorage.getItem(KEY));
  } catch {
    return "auto";
  }
}

export function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(theme));
  } catch {
    // It still holds for this page.
  }
}
