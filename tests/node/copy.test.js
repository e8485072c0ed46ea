import assert from "node:assert/strict";
import { test } from "node:test";

import { readAll, writeAll } from "../../templates/site/assets/scripts/copy.js";
import { LARGEST, write } from "../../templates/site/assets/scripts/record.js";

const kept = (page) => ({ page, title: page, revision: "1", saved: "2026-11-26T10:00:00.000Z", answers: new Map([["a", page]]) });
const ALL = [kept("worksheets/one"), kept("checklists/two")];

test("a copy of everything is read again", () => {
  assert.deepEqual(readAll(writeAll(ALL)), { all: ALL });
  assert.deepEqual(readAll(writeAll([])), { all: [] });
});

test("the file of one page can be opened, too", () => {
  assert.deepEqual(readAll(write(ALL[0])), { all: ALL.slice(0, 1) });
});

test("a copy of everything can be larger than any page", () => {
  const long = "a".repeat(90_000);
  const answers = new Map(Array.from({ length: 20 }, (_, index) => [`a-${index}`, long]));
  const all = ["worksheets/one", "worksheets/two"].map((page) => ({ ...kept(page), answers }));
  const file = writeAll(all);
  assert.ok(file.length > LARGEST);
  assert.deepEqual(readAll(file), { all });
  const page = write({ ...kept("worksheets/one"), answers: new Map(Array.from({ length: 40 }, (_, index) => [`a-${index}`, long])) });
  assert.deepEqual(readAll(page), { trouble: "too-large" });
});

test("pages that can't be read are left out", () => {
  const file = JSON.parse(writeAll(ALL));
  assert.deepEqual(readAll(JSON.stringify({ ...file, pages: [null, 5, {}, ...file.pages] })), { all: ALL });
});

for (const [text, trouble] of [
  ["{broken", "damaged"],
  ["null", "foreign"],
  ["5", "foreign"],
  ['{"kind": "everything"}', "foreign"],
  ['{"kind": "other", "pages": []}', "foreign"],
  ['{"format": 99, "kind": "everything", "pages": []}', "newer"],
  ['{"format": "1", "kind": "everything", "pages": []}', "newer"],
]) {
  test(`${text} can't be opened: ${trouble}`, () => assert.deepEqual(readAll(text), { trouble }));
}
