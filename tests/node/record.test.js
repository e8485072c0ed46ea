import assert from "node:assert/strict";
import { test } from "node:test";

import { compare, FORMAT, LARGEST, read, renamed, write } from "../../templates/assets/scripts/record.js";

const kept = (/** @type {Record<string, string>} */ answers) => ({
  page: "worksheets/one-talk",
  title: "One talk",
  revision: "3f2a91bc",
  saved: "2026-11-22T09:30:00.000Z",
  answers: new Map(Object.entries(answers)),
});

const answersOf = (/** @type {string} */ text) => {
  const found = read(text);
  assert.ok("kept" in found, JSON.stringify(found));
  return Object.fromEntries(found.kept.answers);
};

test("what was saved to a file comes back as it was written", () => {
  const before = kept({ "camera-seen": "Zoë said “no” 🙂\n\tand left", "act-by": "2026-11-30" });
  assert.deepEqual(read(write(before)), { kept: before, dropped: 0 });
});

test("a file says of which format it is, so that a newer page can tell", () => {
  assert.equal(JSON.parse(write(kept({}))).format, FORMAT);
});

test("the same answers make the same file, whatever the order in which they were given", () => {
  assert.equal(write(kept({ a: "1", b: "2" })), write(kept({ b: "2", a: "1" })));
});

for (const [name, text, trouble] of /** @type {[string, string, string][]} */ ([
  ["half a file", '{"format": 1, "kind": "answ', "damaged"],
  ["no JSON at all", "<html>Not found</html>", "damaged"],
  ["JSON of somebody else", '{"name": "package", "version": "1.0.0"}', "foreign"],
  ["a list", "[1, 2, 3]", "foreign"],
  ["nothing", "null", "foreign"],
  ["answers in a list", '{"format": 1, "kind": "answers", "answers": ["a"]}', "foreign"],
  ["a file of a newer version", '{"format": 99, "kind": "answers", "answers": {}}', "newer"],
  ["a format that is no number", '{"format": "1", "kind": "answers", "answers": {}}', "newer"],
  ["a file of many megabytes", " ".repeat(LARGEST + 1), "too-large"],
])) {
  test(`${name} is told to be ${trouble}`, () => {
    assert.deepEqual(read(text), { trouble });
  });
}

test("a hostile file can neither reach the objects of the page nor bring anything but text", () => {
  const text =
    '{"format": 1, "kind": "answers", "page": {"toString": 1}, "answers": {"__proto__": "x", "constructor": "text is fine",' +
    '"a": {"b": 1}, "c": 5, "d": null, "<img>": "x", "ok-1": "<img src=x onerror=alert(1)>"}}';
  const found = read(text.replace('{"toString": 1}', '"p"'));
  assert.ok("kept" in found);
  assert.deepEqual([...found.kept.answers], [["constructor", "text is fine"], ["ok-1", "<img src=x onerror=alert(1)>"]]);
  assert.equal(found.dropped, 5);
  assert.equal(/** @type {Record<string, unknown>} */ ({}).x, undefined);
});

test("an answer longer than any box holds is left out, and so is a flood of answers", () => {
  assert.deepEqual(answersOf(write(kept({ a: "x".repeat(100_001), b: "fine" }))), { b: "fine" });
  const flood = Object.fromEntries(Array.from({ length: 40_100 }, (_, number) => [`a${number}`, "x"]));
  assert.equal(Object.keys(answersOf(write(kept(flood)))).length, 40_000);
});

test("an answer moves to the new id of its question", () => {
  const now = new Map([["camera-saw", "camera-seen"]]);
  assert.deepEqual(renamed(new Map([["camera-saw", "a coat"]]), now), new Map([["camera-seen", "a coat"]]));
});

test("an answer stays under its old id when the new one has an answer already", () => {
  const both = new Map([["camera-saw", "old"], ["camera-seen", "new"]]);
  assert.deepEqual(renamed(both, new Map([["camera-saw", "camera-seen"]])), both);
});

test("of other answers, what is missing here is added and what differs is asked about", () => {
  const here = new Map([["a", "mine"], ["b", "same"], ["d", ""]]);
  const other = new Map([["a", "theirs"], ["b", "same"], ["c", "new"], ["d", "filled"], ["e", ""]]);
  assert.deepEqual(compare(here, other), {
    added: new Map([["c", "new"], ["d", "filled"]]),
    differing: new Map([["a", "theirs"]]),
  });
});
