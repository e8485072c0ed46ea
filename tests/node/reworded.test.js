import assert from "node:assert/strict";
import { test } from "node:test";

import { changes, digests, seen, written } from "../../templates/site/assets/scripts/reworded.js";

const NOW = new Map([["a", "111"], ["b", "222"], ["c", "333"]]);

test("what's written is read again, and anything else is left out", () => {
  assert.deepEqual(digests(written(NOW)), NOW);
  assert.deepEqual(digests(""), new Map());
  assert.deepEqual(digests("a b:2 :"), new Map([["b", "2"], ["", ""]]));
});

test("on a first visit, nothing is new", () => {
  assert.deepEqual(changes(NOW, new Map(), new Set(["a"])), { added: [], reworded: [] });
});

test("items that weren't there are new, unless they're checked", () => {
  const before = new Map([["a", "111"]]);
  assert.deepEqual(changes(NOW, before, new Set(["b"])), { added: ["c"], reworded: [] });
});

test("only items that are checked off can be reworded", () => {
  const before = new Map([["a", "000"], ["b", "000"], ["c", "333"]]);
  assert.deepEqual(changes(NOW, before, new Set(["a", "c"])), { added: [], reworded: ["a"] });
});

test("a reworded item keeps its earlier words until it's checked off again", () => {
  const before = new Map([["a", "000"], ["gone", "1"]]);
  assert.deepEqual(seen(NOW, before, ["a"]), new Map([...NOW, ["a", "000"]]));
  assert.deepEqual(seen(NOW, before, []), NOW);
  // One that wasn't shown, and wasn't seen before, isn't seen now.
  assert.deepEqual(seen(NOW, new Map([["b", "222"]]), ["a"]), new Map([["b", "222"], ["c", "333"]]));
});
