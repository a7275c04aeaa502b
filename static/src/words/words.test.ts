import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { words as ar } from "./ar.ts";
import { words as de } from "./de.ts";
import { en } from "./en.ts";
import { words as es } from "./es.ts";
import { words as fr } from "./fr.ts";
import { directionOf, LANGUAGES, ours } from "./languages.ts";
import { launcherWords } from "./launcher.ts";
import { region, speak, words } from "./words.ts";
import { words as zh } from "./zh-CN.ts";

const others = { de, fr, es, ar, "zh-CN": zh };

/** Words that are the same in another language, too. */
const SHARED = new Set(["Chat", "Messages", "Notifications", "Emoji", "Smileys", "Position"]);

/** Each thing that is said, by its place: sentences that are made of something are made of marks. */
function sentences(said: object, place = ""): [string, string][] {
  return Object.entries(said).flatMap(([name, value]): [string, string][] => {
    const here = place ? `${place}.${name}` : name;
    if (typeof value === "function") return [[here, String(value("‹1›", "‹2›"))]];
    return typeof value === "string" ? [[here, value]] : sentences(value as object, here);
  });
}

const marks = (sentence: string) => [...sentence.matchAll(/‹\d›/g)].map(([mark]) => mark).sort();

afterEach(() => speak("en"));

for (const [language, said] of Object.entries(others)) {
  const english = new Map(sentences(en));

  test(`in ${language} no English sentence is left over`, () => {
    const left = sentences(said).filter(([place, sentence]) => sentence === english.get(place));

    assert.deepEqual(left.filter(([place, sentence]) => place !== "files.size" && !SHARED.has(sentence)), []);
  });

  test(`in ${language} nothing is empty, and every sentence has what it is made of`, () => {
    for (const [place, sentence] of sentences(said)) {
      assert.notEqual(sentence.trim(), "", place);
      if (english.has(place)) assert.deepEqual(marks(sentence), marks(english.get(place) ?? ""), place);
    }
  });

  test(`in ${language} there are as many scores as in English`, () => {
    assert.equal(new Set(said.ending.scores).size, en.ending.scores.length);
  });
}

test("numbers go with the form that their language has for them", () => {
  assert.deepEqual([1, 2].map(en.sending.left), ["1 character left", "2 characters left"]);
  assert.deepEqual([0, 1, 2].map(fr.sending.left), ["Encore 0 caractère", "Encore 1 caractère", "Encore 2 caractères"]);
  assert.equal(new Set([0, 1, 2, 3, 11, 100].map((count) => ar.sending.left(count).replace(/\d+/, "n"))).size, 6);
  assert.equal(launcherWords.ar.unread(2), "فتح الدردشة، رسالتان غير مقروءتين");
});

test("a size is told as one reads it", () => {
  const sizes = [512, 20 * 1024, 1.5 * 1024 * 1024];

  assert.deepEqual(sizes.map(en.files.size), ["512 bytes", "20 kB", "1.5 MB"]);
  assert.deepEqual(sizes.map(de.files.size), ["512 Byte", "20 kB", "1,5 MB"]);
  assert.equal(fr.files.size(sizes[2] ?? 0).replace(/\s/g, " "), "1,5 Mo");
});

test("a time of day stands in a sentence as people say it", () => {
  assert.equal(es.panel.back("lunes", "01:30"), "Volvemos el lunes a la 01:30");
  assert.equal(es.panel.back("lunes", "11:30"), "Volvemos el lunes a las 11:30");
  assert.equal(fr.panel.back("lundi", "09:00"), "De retour lundi à 09:00");
  assert.equal(fr.panel.back("5 décembre", "09:00"), "De retour le 5 décembre à 09:00");
});

test("in French no line breaks before a mark that stands apart", () => {
  const breaking = sentences(fr).filter(([, sentence]) => / [:;!?»]|« /.test(sentence));

  assert.deepEqual(breaking, []);
});

test("a language is ours wherever its reader lives", () => {
  assert.deepEqual(["de-AT", "zh", "zh-TW", "es_419", "EN"].map(ours), ["de", "zh-CN", "zh-CN", "es", "en"]);
  assert.deepEqual(["pt", "deu", ""].map(ours), [undefined, undefined, undefined]);
});

test("only Arabic is read from the right", () => {
  assert.deepEqual(LANGUAGES.filter((language) => directionOf(language) === "rtl"), ["ar"]);
});

test("what is said and how dates are written goes with the language that is spoken", () => {
  speak("de", de);

  assert.deepEqual([words.log.today, region(["en-US", "de-AT"]), region(["fr"])], ["Heute", "de-AT", "de"]);
});
