import assert from "node:assert/strict";
import { test } from "node:test";
import { band, habit, results } from "../../templates/site/assets/scripts/results.js";

const QUESTIONS = {
  parts: ["asking", "giving"].map((id) => ({ id, name: id, highest: 10, fields: [`${id}-1`, `${id}-2`] })),
  bands: [
    { upTo: 4, say: "short" },
    { upTo: 8, say: "long" },
  ],
};

const marked = (...marks) => {
  const fields = QUESTIONS.parts.flatMap((part) => part.fields);
  return results(QUESTIONS, new Map(marks.map((mark, index) => [fields[index], mark])));
};

test("without answers, there are no results", () => {
  const { marked: count, of, shortest, allHigh } = marked();
  assert.deepEqual([count, of, shortest, allHigh], [0, 4, [], false]);
});

test("the shortest bar is the lowest of the complete parts, even if it's full", () => {
  assert.deepEqual(marked("5", "5", "1").shortest, ["asking"]);
  assert.deepEqual(marked("5", "4", "1", "2").shortest, ["giving"]);
  assert.deepEqual(marked("2", "1", "1", "2").shortest, ["asking", "giving"]);
});

test("all bars are high if every part is complete and in the last band", () => {
  assert.equal(marked("5", "5", "4").allHigh, false);
  assert.equal(marked("5", "5", "2", "2").allHigh, false);
  assert.equal(marked("5", "5", "4", "1").allHigh, true);
});

test("a sum above the last band counts as in it", () => {
  assert.deepEqual([4, 5, 10].map((sum) => band(QUESTIONS.bands, sum)?.say), ["short", "long", "long"]);
});

test("the habit to begin with is the chosen one, or the only shortest; otherwise it's up to the reader", () => {
  const found = { sums: [], marked: 4, of: 4, shortest: ["asking"], allHigh: false };
  const both = ["asking", "giving"];
  assert.equal(habit(found, both, ""), "asking");
  assert.equal(habit(found, both, "giving"), "giving");
  assert.equal(habit(found, both, "gone"), "asking");
  assert.equal(habit(found, ["giving"], ""), undefined);
  assert.equal(habit({ ...found, shortest: both }, both, ""), undefined);
  assert.equal(habit({ ...found, allHigh: true }, both, ""), undefined);
});
