/** Storage as browsers have it, for tests. */

export class FakeStorage implements Storage {
  [name: string]: unknown;

  get length(): number {
    return Object.keys(this).length;
  }

  key(index: number): string | null {
    return Object.keys(this)[index] ?? null;
  }

  getItem(key: string): string | null {
    return Object.hasOwn(this, key) ? String(this[key]) : null;
  }

  setItem(key: string, value: string): void {
    this[key] = value;
  }

  removeItem(key: string): void {
    delete this[key];
  }

  clear(): void {
    for (const key of Object.keys(this)) delete this[key];
  }
}

/** A browser that keeps things for as long as the test runs. */
export function keeping(): FakeStorage {
  const kept = new FakeStorage();
  Object.assign(globalThis, { localStorage: kept, sessionStorage: kept });
  return kept;
}

/** One that keeps nothing, and says so at the first touch. */
export function keepingNothing(): void {
  Reflect.deleteProperty(globalThis, "localStorage");
  Reflect.deleteProperty(globalThis, "sessionStorage");
}
