import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attachment } from "../message.ts";
import { picturesIn, shownSize } from "./picture.ts";
import { message } from "../testing.ts";

const attachment = (id: number, changes: Partial<Attachment> = {}): Attachment => ({
  id,
  kind: "image",
  state: "ready",
  name: `${id}.png`,
  url: `/media/${id}.png`,
  thumbnail_url: null,
  size: 1,
  width: 10,
  height: 10,
  duration_ms: null,
  waveform: null,
  ...changes,
});

test("a picture has its room before it is loaded, and keeps its shape", () => {
  assert.deepEqual(shownSize({ width: 960, height: 480 }), { inlineSize: "240px", aspectRatio: "960 / 480" });
  assert.deepEqual(shownSize({ width: 480, height: 960 }), { inlineSize: "120px", aspectRatio: "480 / 960" });
});

test("a small picture is not enlarged, but for what one can press", () => {
  assert.equal(shownSize({ width: 100, height: 80 }).inlineSize, "100px");
  assert.equal(shownSize({ width: 4, height: 4 }).inlineSize, "44px");
});

test("the pictures of a conversation are those that can be opened, oldest first", () => {
  const film = attachment(2, { kind: "video" });
  const unready = attachment(3, { state: "processing", url: null });
  const messages = [message(1, { attachments: [attachment(1), film, unready] }), message(2, { attachments: [attachment(4)] })];

  assert.deepEqual(picturesIn(messages).map(({ id }) => id), [1, 4]);
});
