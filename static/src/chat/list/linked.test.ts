import assert from "node:assert/strict";
import { test } from "node:test";
import { linked } from "./linked.ts";

const links = (text: string) => linked(text).filter((part) => typeof part !== "string");
const texts = (text: string) => links(text).map((link) => link.text);
const whole = (text: string) => linked(text).map((part) => (typeof part === "string" ? part : part.text)).join("");

test("an address in a sentence is a link, and the rest stays as it was written", () => {
  assert.deepEqual(linked("See http://a.example/b or ask"), [
    "See ",
    { href: "http://a.example/b", text: "http://a.example/b" },
    " or ask",
  ]);
  assert.deepEqual(texts("HTTPS://A.example mailto:vera@a.example"), ["HTTPS://A.example", "mailto:vera@a.example"]);
  assert.deepEqual(linked("no link"), ["no link"]);
  assert.deepEqual(linked(""), []);
});

test("what would run a script, or is no address of the web, stays text", () => {
  // Attack: to have a person's click run what a stranger has written.
  const attacks = [
    "javascript:alert(1)",
    "JavaScript://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:5",
    "//a.example",
    "www.a.example",
    "http://",
    "mailto:",
    "mailto:nobody",
    "xhttp://a.example",
  ];
  for (const attack of attacks) assert.deepEqual(linked(attack), [attack]);
});

test("a quote or a tag ends the address", () => {
  assert.deepEqual(linked('http://a"onmouseover=alert(1)'), [{ href: "http://a/", text: "http://a" }, '"onmouseover=alert(1)']);
  assert.deepEqual(texts("<http://a.example><b>"), ["http://a.example"]);
});

test("an address that only pretends to be another's stays text", () => {
  // Attack: what is before the @ is a name, not the place one comes to.
  for (const attack of ["https://bank.example@evil.example/", "http://a:b@evil.example"]) {
    assert.deepEqual(linked(attack), [attack]);
  }
  // Attack: a mark that turns the direction of writing shows another address than one goes to.
  assert.deepEqual(texts("https://a.example/\u202egnp.exe"), ["https://a.example/"]);
});

test("the punctuation of the sentence is not the address's", () => {
  for (const tail of [".", ",", "?!", "...", "…", "'", ":", ";", ").", "]", "}"]) {
    assert.deepEqual(texts(`http://a.example/b${tail}`), ["http://a.example/b"], tail);
    assert.equal(whole(`http://a.example/b${tail}`), `http://a.example/b${tail}`);
  }
  assert.deepEqual(texts("http://a.example/b?c=d&e=1.5#f, then"), ["http://a.example/b?c=d&e=1.5#f"]);
});

test("brackets that are opened in the address belong to it", () => {
  const page = "https://a.example/Tea_(drink)";

  assert.deepEqual(texts(page), [page]);
  assert.deepEqual(texts(`(see ${page})`), [page]);
  assert.deepEqual(texts(`[(${page}).]`), [page]);
});

test("addresses in any script are links, and the punctuation of East Asia ends them", () => {
  assert.deepEqual(links("https://пример.рф/путь"), [
    { href: "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C", text: "https://пример.рф/путь" },
  ]);
  assert.deepEqual(texts("请看https://a.example/茶。谢谢"), ["https://a.example/茶"]);
  assert.equal(whole("👍 https://a.example/👍 👍"), "👍 https://a.example/👍 👍");
});

test("nothing of a text is lost, and none is too long or too strange", () => {
  const strange = ["http://", "http://a)", "mailto:a@", "(", ")", "http://a.example/(", "javascript:", "…"];
  for (const piece of strange) {
    const text = piece.repeat(Math.ceil(5_000 / piece.length)).slice(0, 5_000);

    assert.equal(whole(text), text);
    assert.ok(links(text).every(({ href }) => /^(https?|mailto):/.test(href)));
  }
});
