import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged, between, counts, depends, nextStep, place, reminder, stageAt } from "../../templates/site/assets/scripts/stages.js";

const stage = (day, more = {}) => ({ day, if: null, title: `from day ${day}`, text: "", open: "words", remind: null, ...more });
const stages = [stage(0), stage(7, { if: "no" }), stage(7, { if: "yes" }), stage(35, { if: "yes" })];

test("days between two dates count midnights, also across summer time and leap days", () => {
  assert.equal(between("2026-03-01", "2026-04-01"), 31);
  assert.equal(between("2028-02-28", "2028-03-01"), 2);
  assert.equal(between("2026-11-28", "2026-11-28"), 0);
  assert.equal(between("2026-12-10", "2026-11-28"), -12);
});

test("the last stage that fits the day and the answer counts", () => {
  assert.equal(stageAt(stages, 0, "no"), stages[0]);
  assert.equal(stageAt(stages, 6, "yes"), stages[0]);
  assert.equal(stageAt(stages, 7, "no"), stages[1]);
  assert.equal(stageAt(stages, 7, "yes"), stages[2]);
  assert.equal(stageAt(stages, 400, "no"), stages[1]);
  assert.equal(stageAt(stages, 35, "yes"), stages[3]);
  assert.equal(stageAt(stages, -1, "no"), undefined);
  assert.equal(stageAt([stage(-7), ...stages], -1, "no")?.day, -7);
});

test("the question matters only on days when its answer changes something", () => {
  assert.equal(depends(stages, 6), false);
  assert.equal(depends(stages, 7), true);
  assert.equal(depends(stages, 400), true);
  assert.equal(depends([stage(0), stage(7)], 9), false);
});

test("a reminder counts from the date or from today", () => {
  const day = stage(0, { remind: { day: 7, in: null, say: "" } });
  const later = stage(7, { remind: { day: null, in: 28, say: "" } });
  assert.equal(reminder(day, "2026-11-25", "2026-11-28"), "2026-12-02");
  assert.equal(reminder(later, "2026-11-18", "2026-11-28"), "2026-12-26");
});

test("a day that has passed is as many days from today as the stage gives it, at least one", () => {
  const passed = stage(7, { remind: { day: 35, in: null, say: "" } });
  assert.equal(reminder(passed, "2026-10-24", "2026-11-28"), "2026-11-28");
  assert.equal(reminder(passed, "2026-10-23", "2026-11-28"), "2026-12-26");
  assert.equal(reminder(stage(7, { remind: { day: 7, in: null, say: "" } }), "2026-10-23", "2026-11-28"), "2026-11-29");
});

test("what is in a calendar already keeps its day until that has passed", () => {
  const later = stage(7, { remind: { day: null, in: 28, say: "" } });
  assert.equal(reminder(later, "2026-10-01", "2026-11-28", "2026-11-20"), "2026-12-18");
  assert.equal(reminder(later, "2026-10-01", "2026-11-28", "2026-10-10"), "2026-12-26");
});

test("a step stays done, unless the stage renews it", () => {
  assert.equal(counts("2026-11-20", "2026-11-25", false), true);
  assert.equal(counts("2026-11-20", "2026-11-25", true), false);
  assert.equal(counts("2026-11-25", "2026-11-25", true), true);
  assert.equal(counts("2026-11-20", "", true), true);
  assert.equal(counts("", "", false), false);
  assert.equal(counts("x", "", false), false);
});

test("the step of the day comes before those still to do, and after those that are done", () => {
  const ids = ["words", "date", "person", "else"];
  assert.deepEqual(arranged(ids, "words", new Set()), ids);
  assert.deepEqual(arranged(ids, "date", new Set()), ["date", "words", "person", "else"]);
  assert.deepEqual(arranged(ids, "date", new Set(["words"])), ids);
  assert.deepEqual(arranged(ids, "else", new Set(["words", "date"])), ["words", "date", "else", "person"]);
});

test("the next step is the first that isn't done from there on", () => {
  const ids = ["words", "date", "person"];
  assert.equal(nextStep(ids, "words", new Set()), "words");
  assert.equal(nextStep(ids, "words", new Set(["words", "date"])), "person");
  assert.equal(nextStep(ids, "date", new Set(["date", "person"])), undefined);
});

test("a day has its place between the stations, and never outside of them", () => {
  const days = [0, 7, 35];
  assert.equal(place(days, -3), 0);
  assert.equal(place(days, 0), 0);
  assert.equal(place(days, 3.5), 0.25);
  assert.equal(place(days, 7), 0.5);
  assert.equal(place(days, 21), 0.75);
  assert.equal(place(days, 35), 1);
  assert.equal(place(days, 400), 1);
  assert.equal(place([-3, 0, 1, 28], 0), 0.375);
  assert.equal(place([0, 10], 5), 0.5);
});
