import assert from "node:assert/strict";
import { test } from "node:test";
import { canRecord, formatFor } from "./format.ts";

const TAKEN = ["png", "webm", "ogg", "m4a"];

const writing =
  (...types: string[]) =>
  (mimeType: string) =>
    types.includes(mimeType);

test("a browser that writes several formats records in the one that most can play", () => {
  const format = formatFor(TAKEN, writing("audio/mp4", "audio/webm;codecs=opus"));

  assert.equal(format, "audio/webm;codecs=opus");
});

test("Safari records in what it can", () => {
  assert.equal(formatFor(TAKEN, writing("audio/mp4")), "audio/mp4");
});

test("what the site does not take is not recorded", () => {
  const everything = () => true;

  assert.equal(formatFor(["png", "ogg"], everything), "audio/ogg;codecs=opus");
  assert.equal(formatFor(["png"], everything), undefined);
});

test("without a microphone for pages there is nothing to record with", () => {
  assert.equal(canRecord(TAKEN), false);
});
