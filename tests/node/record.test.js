import assert from "node:assert/strict";
import { test } from "node:test";

import { compare, FORMAT, LARGEST, read, renamed, write } from "../../templates/site/assets/scripts/record.js";
import { seeded } from "./seeded.js";

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

test("a saved file is read back unchanged", () => {
  const before = kept({ "camera-seen": "Zoë said “no” 🙂\n\tand left", "act-by": "2026-11-30" });
  assert.deepEqual(read(write(before)), { kept: before, dropped: 0 });
});

test("a file states its format, so that newer pages can recognize it", () => {
  assert.equal(JSON.parse(write(kept({}))).format, FORMAT);
});

test("the same answers make the same file in any order", () => {
  assert.equal(write(kept({ a: "1", b: "2" })), write(kept({ b: "2", a: "1" })));
});

for (const [name, text, trouble] of /** @type {[string, string, string][]} */ ([
  ["half a file", '{"format": 1, "kind": "answ', "damaged"],
  ["no JSON at all", "<html>Not found</html>", "damaged"],
  ["foreign JSON", '{"name": "package", "version": "1.0.0"}', "foreign"],
  ["a list", "[1, 2, 3]", "foreign"],
  ["nothing", "null", "foreign"],
  ["answers in a list", '{"format": 1, "kind": "answers", "answers": ["a"]}', "foreign"],
  ["a file of a newer version", '{"format": 99, "kind": "answers", "answers": {}}', "newer"],
  ["a format that is no number", '{"format": "1", "kind": "answers", "answers": {}}', "newer"],
  ["a file of many megabytes", " ".repeat(LARGEST + 1), "too-large"],
])) {
  test(`${name} is reported as ${trouble}`, () => {
    assert.deepEqual(read(text), { trouble });
  });
}

test("a hostile file can't reach the page's objects or contain anything but text", () => {
  const text =
    '{"format": 1, "kind": "answers", "page": {"toString": 1}, "answers": {"__proto__": "x", "constructor": "text is fine",' +
    '"a": {"b": 1}, "c": 5, "d": null, "<img>": "x", "ok-1": "<img src=x onerror=alert(1)>"}}';
  const found = read(text.replace('{"toString": 1}', '"p"'));
  assert.ok("kept" in found);
  assert.deepEqual([...found.kept.answers], [["constructor", "text is fine"], ["ok-1", "<img src=x onerror=alert(1)>"]]);
  assert.equal(found.dropped, 5);
  assert.equal(/** @type {Record<string, unknown>} */ ({}).x, undefined);
});

test("an answer that's too long is left out, and so are too many answers", () => {
  assert.deepEqual(answersOf(write(kept({ a: "x".repeat(100_001), b: "fine" }))), { b: "fine" });
  const flood = Object.fromEntries(Array.from({ length: 40_100 }, (_, number) => [`a${number}`, "x"]));
  assert.equal(Object.keys(answersOf(write(kept(flood)))).length, 40_000);
});

test("an answer moves to its question's new ID", () => {
  const now = new Map([["camera-saw", "camera-seen"]]);
  assert.deepEqual(renamed(new Map([["camera-saw", "a coat"]]), now), new Map([["camera-seen", "a coat"]]));
});

test("an answer keeps its old ID if the new one already has an answer", () => {
  const both = new Map([["camera-saw", "old"], ["camera-seen", "new"]]);
  assert.deepEqual(renamed(both, new Map([["camera-saw", "camera-seen"]])), both);
});

test("missing answers are added, and differences are asked about", () => {
  const here = new Map([["a", "mine"], ["b", "same"], ["d", ""]]);
  const other = new Map([["a", "theirs"], ["b", "same"], ["c", "new"], ["d", "filled"], ["e", ""]]);
  assert.deepEqual(compare(here, other), {
    added: new Map([["c", "new"], ["d", "filled"]]),
    differing: new Map([["a", "theirs"]]),
  });
});

const TIMES = Number(process.env.FUZZ ?? 1);
const random = seeded(TIMES === 1 ? 1122 : Date.now());
const below = (/** @type {number} */ count) => Math.floor(random() * count);
const one = (/** @type {any[]} */ of) => of[below(of.length)];
const NAMES = ["format", "kind", "answers", "page", "title", "revision", "saved", "__proto__", "constructor", "toString", "toJSON", "a", "a-b", "~p", "A", "", "a".repeat(300)];

/** @param {number} [depth] @returns {any} any JSON value */
function anything(depth = 3) {
  const plain = [null, true, 0, 1, 1e308, -0, "", "answers", "x", "\ud800", "<img src=x onerror=alert(1)>", "2026-11-22T09:30:00.000Z", "__proto__"];
  if (!depth || random() < 0.3) return one(plain);
  const inner = Array.from({ length: below(5) }, () => anything(depth - 1));
  return random() < 0.3 ? inner : Object.fromEntries(inner.map((value) => [one(NAMES), value]));
}

/** One of our files, or a damaged version of it. */
function file() {
  const whole = { format: 1, kind: "answers", page: "p", title: "T", revision: "r", saved: "", answers: { a: "1", "b-c": "2" } };
  const text = JSON.stringify(random() < 0.3 ? anything() : { ...whole, [one(NAMES)]: anything() });
  const hostile = random() < 0.2 ? text.replace("{", '{"__proto__": {"x": 1}, ') : text;
  const [from, to] = [below(hostile.length), below(12)];
  return random() < 0.5 ? hostile : hostile.slice(0, from) + one(["", '"', "}", "\0", ",", "1e999", "[[[["]) + hostile.slice(from + to);
}

test("any file is read as texts or rejected", () => {
  for (let round = 0; round < 3000 * TIMES; round += 1) {
    const text = file();
    const found = read(text);
    if ("trouble" in found) {
      assert.ok(["damaged", "foreign", "newer", "too-large"].includes(found.trouble), text);
      continue;
    }
    const { answers, ...about } = found.kept;
    assert.ok([...answers].flat().every((value) => typeof value === "string"), text);
    assert.ok(Object.values(about).every((value) => typeof value === "string"), text);
    assert.deepEqual(read(write(found.kept)), { kept: found.kept, dropped: 0 }, text);
  }
  assert.equal(/** @type {Record<string, unknown>} */ ({}).x, undefined);
});

test("endless brackets are reported and don't break the page", () => {
  for (const text of ["[", '{"a":', "[{"]) {
    assert.deepEqual(read(text.repeat(200_000)), { trouble: "damaged" });
  }
});
