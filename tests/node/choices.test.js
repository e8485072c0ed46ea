// Which choice a kept answer is.

import assert from "node:assert/strict";
import test from "node:test";

import { chosen } from "../../templates/site/assets/scripts/choices.js";

const option = (value, label = value, was = undefined) => ({ value, label, dataset: { was } });
const OPTIONS = [option("", "\u00a0"), option("not-yet", "in May", "later never"), option("mas-tarde", "Más tarde"), option("own", "ja")];
const FOUND = {
  select: [{ name: "step-2-1-reply", options: OPTIONS }],
  table: [{ dataset: {} }, { dataset: { rows: "step-2" } }],
};
const now = chosen(/** @type {any} */ ({ querySelectorAll: (kind) => FOUND[kind] }));

for (const [kept, id] of [
  ["not-yet", "not-yet"],
  ["later", "not-yet"],
  ["never", "not-yet"],
  ["in May", "not-yet"],
  ["Not yet", "not-yet"],
  ["NOT YET!", "not-yet"],
  ["Más tarde", "mas-tarde"],
  ["ja", "own"],
  ["by letter", "by letter"],
  ["", ""],
]) {
  test(`“${kept}” is ${id || "no answer"}`, () => assert.equal(now("step-2-1-reply", kept), id));
}

test("rows that aren't on the page yet have the same choices", () => {
  assert.equal(now("step-2-57-reply", "Not yet"), "not-yet");
});

test("other answers stay as they are", () => {
  for (const id of ["step-2-1-who", "step-3-1-reply", "name"]) {
    assert.equal(now(id, "Not yet"), "Not yet");
  }
});
