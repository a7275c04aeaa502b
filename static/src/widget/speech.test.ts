import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { words as fr } from "../words/fr.ts";
import type { Language } from "../words/languages.ts";
import { localeOf, Speech } from "./speech.ts";

const base = "https://chat.example/";
const of = (language?: string) => ({ site: "shop", base, language });

function browser(language: string, kept?: string) {
  Object.defineProperty(globalThis, "navigator", { value: { language }, configurable: true });
  const looks = kept === undefined ? null : JSON.stringify({ language: kept });
  Object.defineProperty(globalThis, "localStorage", { value: { getItem: () => looks }, configurable: true });
}

beforeEach(() => browser("fr-CA"));
afterEach(() => Object.defineProperty(globalThis, "localStorage", { value: undefined, configurable: true }));

/** Words that come when they are let; those of which language was asked for, in order. */
function library() {
  const asked: Language[] = [];
  const coming = new Map<Language, (isThere: boolean) => void>();
  const part = (language: Language) => () => {
    asked.push(language);
    return new Promise<{ words: typeof fr }>((resolve, reject) => {
      coming.set(language, (isThere) => (isThere ? resolve({ words: fr }) : reject(new Error("away"))));
    });
  };
  const comes = (language: Language, isThere = true) => coming.get(language)?.(isThere);
  return { part, asked, comes };
}

test("before the site is asked the language is the page's, else the one of last time, else the browser's", () => {
  assert.equal(new Speech(of()).language, "fr");
  browser("pt-BR");
  assert.equal(new Speech(of()).language, "en");
  browser("fr", "de");
  assert.equal(new Speech(of()).language, "de");
  assert.equal(new Speech(of("es-MX")).language, "es");
  browser("fr", "pt");
  assert.equal(new Speech(of()).language, "en");
});

test("the site is asked for the page's language, else for the browser's", () => {
  assert.deepEqual([localeOf(of("de")), localeOf(of("")), localeOf(of())], ["de", "fr-CA", "fr-CA"]);
});

test("what the site speaks is followed, unless the page says its language itself", () => {
  assert.equal(new Speech(of()).hears("de"), true);
  assert.equal(new Speech(of()).hears("fr-BE"), false);
  assert.equal(new Speech(of("fr")).hears("de"), false);
  assert.equal(new Speech(of("it")).hears("de"), true);
});

test("a language is spoken when its words are there, and until then the one before", async () => {
  const { part, comes } = library();
  const speech = new Speech(of("en"), part);
  const spoken: unknown[] = [];
  const say = (language: string, words?: unknown) => spoken.push([language, words]);
  speech.speakBy(say);
  const french = new Speech(of(), part);

  const learning = french.learn();
  comes("fr");
  await learning;
  french.speakBy(say);

  assert.deepEqual(spoken, [["en", undefined], ["fr", fr]]);
});

test("what cannot be loaded is said in English", async () => {
  const { part, comes } = library();
  const speech = new Speech(of(), part);

  const learning = speech.learn();
  comes("fr", false);
  await learning;

  assert.equal(speech.language, "en");
});

test("who changes to another language meanwhile is not overtaken by the first", async () => {
  const { part, comes, asked } = library();
  const speech = new Speech(of(), part);

  const first = speech.learn();
  assert.equal(speech.hears("de"), true);
  const second = speech.learn();
  comes("de");
  await second;
  comes("fr");
  await first;

  assert.deepEqual([speech.language, asked], ["de", ["fr", "de"]]);
});
