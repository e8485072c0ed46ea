import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, plan, sums } from "../../templates/site/assets/scripts/scores.js";

const PARTS = ["asking", "giving", "writing"].map((id) => ({ id, fields: [`${id}-1`, `${id}-2`] }));

const answered = (...values) => {
  const fields = PARTS.flatMap((part) => part.fields);
  return sums(PARTS, new Map(fields.map((field, index) => [field, values[index] ?? ""])));
};

test("each part has its sum and the number of answers", () => {
  assert.deepEqual(answered("1", "5", "3"), [
    { id: "asking", sum: 6, answered: 2, of: 2, complete: true },
    { id: "giving", sum: 3, answered: 1, of: 2, complete: false },
    { id: "writing", sum: 0, answered: 0, of: 2, complete: false },
  ]);
});

test("0 is an answer, but an empty text, a space, or a word isn't", () => {
  assert.equal(answered("0", "0")[0].complete, true);
  for (const wrong of ["", " ", "two", "NaN", "-1", "1e3", "1.5"]) {
    assert.equal(answered(wrong, "1")[0].answered, 1, wrong);
  }
  assert.equal(sums(PARTS, new Map())[0].answered, 0);
});

test("the reader starts with the lowest complete part", () => {
  assert.deepEqual(begin(answered("3", "3", "1", "2", "1"), 10), ["giving"]);
});

test("tied parts are all listed, in page order", () => {
  assert.deepEqual(begin(answered("2", "2", "5", "5", "1", "3"), 10), ["asking", "writing"]);
});

test("there's nothing to start with until a part is complete", () => {
  assert.deepEqual(begin(answered("3"), 10), []);
  assert.deepEqual(begin([], 10), []);
});

test("with the highest sum everywhere, there's nothing to start with", () => {
  assert.deepEqual(begin(answered("5", "5", "5", "5", "5", "5"), 10), []);
  assert.deepEqual(begin(answered("5", "5", "5", "4", "5", "5"), 10), ["giving"]);
});

test("the first step is on the start date, even across years", () => {
  const steps = [
    { day: 1, minutes: 10, do: "Write", id: "a" },
    { day: 3, minutes: 5, do: "Call", id: "b" },
  ];
  assert.deepEqual(plan(steps, "2026-12-30"), [
    { day: 1, minutes: 10, do: "Write", id: "a", on: "2026-12-30" },
    { day: 3, minutes: 5, do: "Call", id: "b", on: "2027-01-01" },
  ]);
});
