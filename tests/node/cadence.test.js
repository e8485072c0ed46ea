import assert from "node:assert/strict";
import { test } from "node:test";
import { order, window } from "../../templates/site/assets/scripts/cadence.js";

const RULE = { ideal: 21, latest: 42 };

test("good days are counted from the last time", () => {
  assert.deepEqual(window("2026-11-01", RULE), { from: "2026-11-22", latest: "2026-12-13" });
});

test("without a valid last date, there are no good days", () => {
  for (const last of ["", "soon", "2026-02-30", null, undefined]) assert.equal(window(last, RULE), null);
});

test("a last date in the far future doesn't break anything", () => {
  const span = window("2199-12-31", RULE);
  assert.ok(span);
  assert.equal(order(span, window("2026-11-01", RULE)), 1);
});

test("the most urgent comes first, and anything without days last", () => {
  const late = { from: "2026-11-01", latest: "2026-11-08" };
  const soon = { from: "2026-11-20", latest: "2026-11-25" };
  const slow = { from: "2026-11-02", latest: "2026-12-30" };
  const later = { from: "2026-11-03", latest: "2026-12-30" };
  const sorted = [null, later, slow, null, soon, late].sort(order);
  assert.deepEqual(sorted, [late, soon, slow, later, null, null]);
  assert.equal(order(null, null), 0);
  assert.equal(order(soon, { ...soon }), 0);
});
