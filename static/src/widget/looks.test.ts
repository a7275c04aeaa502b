import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { dress, type Looks, properties, recalled, remember } from "./looks.ts";

const sunny: Looks = { position: "left", colours: { accent: "#ffcc00", header: "#330066" }, language: "fr" };

/** A page's storage; node has none, which is the same as a forbidden one. */
function storage(kept: Record<string, string> = {}) {
  const store = new Map(Object.entries(kept));
  const value = { getItem: (key: string) => store.get(key) ?? null, setItem: (key: string, to: string) => store.set(key, to) };
  Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
}

afterEach(() => Object.defineProperty(globalThis, "localStorage", { value: undefined, configurable: true }));

test("the looks of the last visit are there before the site is asked", () => {
  storage();

  remember("shop", sunny);

  assert.deepEqual(recalled("shop"), sunny);
  assert.equal(recalled("another").position, "right");
});

test("forbidden or spoilt storage means our own looks", () => {
  remember("shop", sunny);
  const ours = recalled("shop");

  for (const spoilt of ["{", "null", "7", '{"position": null, "language": null}']) {
    storage({ "smartlink-looks-shop": spoilt });
    assert.deepEqual(recalled("shop"), ours);
  }
});

test("a wrong colour falls back to ours, each by itself", () => {
  const { fill, header } = properties({ accent: "javascript:alert(1)", header: "#330066" });

  assert.deepEqual([fill, header], ["rgb(0 112 129)", "rgb(51 0 102)"]);
});

test("what is filled with the site's colour keeps it, and its text suits it", () => {
  const { fill, accent, ...others } = properties(sunny.colours);

  assert.equal(fill, "rgb(255 204 0)");
  assert.notEqual(accent, "light-dark(rgb(255 204 0), rgb(255 204 0))");
  assert.deepEqual([others["on-fill"], others["on-header"]], ["rgb(0 0 0)", "rgb(255 255 255)"]);
});

test("a position nobody knows is the usual one", () => {
  const host = { dataset: {} as Record<string, string>, style: { setProperty() {} } };

  dress(host as unknown as HTMLElement, { ...sunny, position: "above" as "left" });

  assert.equal(host.dataset["position"], "right");
});
