import assert from "node:assert/strict";
import { test } from "node:test";
import { accepting, adding } from "./attaching.ts";

const limits = { most_bytes: 10, most_files: 2, extensions: ["png", "pdf"] };

const file = (name: string, content = "x") => new File([content], name, { type: "image/png" });

test("files are taken as they are, after those that were chosen before", () => {
  const [first] = adding([], [file("one.png")], limits).files;

  const { files, problems } = adding([first!], [file("two.PDF", "four")], limits);

  assert.deepEqual([files.map(({ name, size }) => [name, size]), problems], [[["one.png", 1], ["two.PDF", 4]], []]);
});

test("each file that will not be taken is told with its reason, and the others go on", () => {
  const more = [file("huge.png", "12345678901"), file("run.exe"), file("empty.pdf", ""), file("good.png")];

  const { files, problems } = adding([], more, limits);

  assert.deepEqual(files.map(({ name }) => name), ["good.png"]);
  assert.deepEqual(problems, [
    "huge.png is larger than 10 bytes.",
    "run.exe: files of this kind are not accepted here.",
    "empty.pdf is empty.",
  ]);
});

test("a file without an extension is of no known kind", () => {
  assert.deepEqual(adding([], [file("pdf")], limits).problems, ["pdf: files of this kind are not accepted here."]);
});

test("no more go along than one message takes", () => {
  const { files, problems } = adding([], [file("1.png"), file("2.png"), file("3.png")], limits);

  assert.deepEqual(files.map(({ name }) => name), ["1.png", "2.png"]);
  assert.deepEqual(problems, ["At most 2 files go into one message. The rest was left out."]);
});

test("the browser's own dialog offers what is taken", () => {
  assert.equal(accepting(limits), ".png,.pdf");
});
