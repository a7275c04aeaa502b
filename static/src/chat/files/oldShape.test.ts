import assert from "node:assert/strict";
import { test } from "node:test";
import { message } from "../testing.ts";
import { withFiles } from "./oldShape.ts";

const { attachments, ...told } = message(1);
const old = (attachment_path: string | null, attachment_name: string | null = "parcel.pdf") =>
  withFiles({ ...told, attachment_path, attachment_name }).attachments.map(({ name, url, state }) => ({ name, url, state }));

test("a list of files counts, whatever else is told", () => {
  assert.deepEqual(withFiles({ ...told, attachments, attachment_path: "/old/other.pdf" }).attachments, attachments);
});

test("one file by its path and name is a list of one", () => {
  assert.deepEqual(old("/media/7.pdf"), [{ name: "parcel.pdf", url: "/media/7.pdf", state: "ready" }]);
  assert.deepEqual(old("https://files.example/a/7.pdf?x=1", null), [
    { name: "7.pdf", url: "https://files.example/a/7.pdf?x=1", state: "ready" },
  ]);
});

test("without a path there is no file, and what would run in the page or leads nowhere is none", () => {
  const paths = [null, "javascript:alert(1)", "data:text/html,hi", "https://["];
  assert.deepEqual(paths.flatMap((path) => old(path)), []);
});
