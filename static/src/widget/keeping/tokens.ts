/** The visitor's token, kept over visits where the browser lets us, else for this page. */

export interface Tokens {
  read(): string | null;
  keep(token: string): void;
  forget(): void;
}

export function tokensFor(site: string): Tokens {
  const key = `smartlink-visitor-${site}`;
  let kept: string | null = null;
  return {
    read: () => kept ?? recall(key),
    keep(token) {
      kept = token;
      store(key, token);
    },
    forget() {
      kept = null;
      remove(key);
    },
  };
}

/** Forbidden storage throws at the first touch. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, token: string): void {
  try {
    localStorage.setItem(key, token);
  } catch {
    // It still holds for this page.
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then it was never stored.
  }
}
