import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf, languagesOf, type OurTexts, saidIn, unsaidIn } from "./draft.ts";

const our: OurTexts = {
  en: { title: "Chat with us", greeting: "Hello!" },
  de: { title: "Fragen Sie uns", greeting: "Guten Tag!" },
};

function form(fields: Record<string, string>): FormData {
  const filled = new FormData();
  for (const [name, value] of Object.entries(fields)) filled.append(name, value);
  return filled;
}

const written = draftOf(
  form({
    accent_colour: "#ffcc00",
    header_colour: "#330066",
    position: "left",
    language: "en",
    asks_consent: "on",
    "texts-TOTAL_FORMS": "4",
    "texts-0-suggested": "en",
    "texts-0-language": "en",
    "texts-0-title": "Ask the sun",
    "texts-0-greeting": "  ",
    "texts-1-language": "de",
    "texts-2-language": "nl",
    "texts-2-greeting": "Dag!",
    "texts-3-language": "fr",
    "texts-3-title": "Demandez",
    "texts-3-DELETE": "on",
    "texts-4-language": "",
    "texts-4-title": "In no language",
  }),
);

test("a form is read as it stands", () => {
  assert.deepEqual(written, {
    position: "left",
    colours: { accent: "#ffcc00", header: "#330066" },
    language: "en",
    asksConsent: true,
    texts: { en: { title: "Ask the sun" }, de: {}, nl: { greeting: "Dag!" } },
  });
});

test("the default language stands first, also without a text", () => {
  assert.deepEqual(languagesOf({ ...written, language: "fr" }), ["fr", "en", "de", "nl"]);
});

test("a site's own words are said before ours", () => {
  assert.deepEqual(saidIn("en", written, our), { title: "Ask the sun", greeting: "Hello!" });
});

test("an empty text is said in our words of that language, also of its regions", () => {
  assert.deepEqual(saidIn("de", written, our), our.de);
  assert.deepEqual(unsaidIn("de-AT", written, our), our.de);
});

test("in a language that is not ours, the default language helps out", () => {
  assert.deepEqual(saidIn("nl", written, our), { title: "Ask the sun", greeting: "Dag!" });
  assert.deepEqual(saidIn("nl", { ...written, language: "nl" }, our), { title: "Chat with us", greeting: "Dag!" });
});
