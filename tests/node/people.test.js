import assert from "node:assert/strict";
import { test } from "node:test";

import * as people from "../../templates/site/assets/scripts/people.js";
import { one, person, RHYTHM, TODAY } from "./sample-people.js";

test("answers become a person, with the newest entries first", () => {
  const found = person({
    how: "Choir", changes: "4", "e0001-kind": "gave", "e0001-on": "2026-10-01", "e0001-what": "A lift",
    "e0002-kind": "asked", "e0002-on": "2026-11-01", "e0002-what": "",
  });
  assert.deepEqual([found.name, found.how, found.ring, found.changes], ["Ann", "Choir", "", 4]);
  assert.deepEqual(found.log.map(({ id, kind, what }) => [id, kind, what]), [["e0002", "asked", ""], ["e0001", "gave", "A lift"]]);
});

test("unknown fields are left alone, and an incomplete person isn't lost", () => {
  const answers = new Map([
    ["p00000001-note", "left behind"], ["p1-name", "short"], ["p00000002-color", "red"], ["p00000003-changes", "2"],
    ["~calendar", "x"], ["p00000004-e0001-name", "no"],
  ]);
  assert.deepEqual(people.people(answers).map(({ id, name, note }) => [id, name, note]), [["p00000001", "", "left behind"]]);
  assert.deepEqual([...answers.keys()].filter(people.ours), ["p00000001-note", "p00000003-changes"]);
});

for (const changes of ["", "-3", "many", "1e400", "2.5"]) {
  test(`an invalid number of changes (${changes || "empty"}) counts as zero`, () => {
    assert.equal(person({ changes }).changes, 0);
  });
}

for (const [name, fields, days] of /** @type {[string, Record<string, string>, [string, string] | null][]} */ ([
  ["the ring, from the last contact", { ring: "close", last: "2026-11-01" }, ["2026-12-01", "2026-12-16"]],
  ["a moment before the ring", { ring: "far", moment: "just-met", last: "2026-11-23" }, ["2026-11-24", "2026-11-25"]],
  ["the widest ring if its own is gone", { ring: "gone", moment: "gone", last: "2026-11-01" }, ["2027-04-30", "2027-11-01"]],
  ["an own day before both", { ring: "close", last: "2026-11-01", on: "2026-11-28" }, ["2026-11-28", "2026-11-28"]],
  ["an own day without a last contact", { on: "2026-11-28" }, ["2026-11-28", "2026-11-28"]],
  ["no own day that came before the last contact", { ring: "close", last: "2026-11-01", on: "2026-10-01" }, ["2026-12-01", "2026-12-16"]],
  ["no own day that is none", { ring: "close", last: "2026-11-01", on: "soon" }, ["2026-12-01", "2026-12-16"]],
  ["nothing without a last contact", { ring: "close" }, null],
  ["nothing when the last contact is no day", { ring: "close", last: "2026-02-30" }, null],
])) {
  test(`the days follow ${name}`, () => {
    const span = people.when(person(fields), RHYTHM);
    assert.deepEqual(span && [span.from, span.latest], days);
  });
}

test("this week is today and the next six days, with the most urgent first", () => {
  const answers = new Map([
    ...one({ name: "Sixth", on: "2026-11-30" }, "p00000001"), ...one({ name: "Seventh", on: "2026-12-01" }, "p00000002"),
    ...one({ name: "Late", on: "2026-03-03" }, "p00000003"), ...one({ name: "New" }, "p00000004"),
  ]);
  const { week, later, undated } = people.sorted(people.people(answers), RHYTHM, TODAY);
  assert.deepEqual([week, later, undated].map((list) => list.map(({ name }) => name)), [["Late", "Sixth"], ["Seventh"], ["New"]]);
});

test("a change contains only what differs and counts once", () => {
  const answers = new Map(one({ name: "Ann", how: "Choir", changes: "4" }));
  assert.deepEqual([...people.change(answers, "p00000001", { name: "Ann", how: "", note: "x" })], one({ how: "", note: "x", changes: "5" }));
  assert.equal(people.change(answers, "p00000001", { name: "Ann", note: "" }).size, 0);
});

test("undo restores the old values, counts as a change, and leaves later changes alone", () => {
  const before = new Map(one({ step: "Call", last: "2026-01-01", changes: "4" }));
  const after = new Map(one({ step: "", last: TODAY, changes: "5" }));
  const now = new Map(one({ name: "Ann", last: "2026-11-20", changes: "6" }));
  assert.deepEqual(Object.fromEntries(people.undone(now, "p00000001", before, after)), { "p00000001-step": "Call", "p00000001-changes": "7" });
});

test("undo restores a removed person completely", () => {
  const before = new Map(one({ name: "Ann", "e0001-what": "A lift", changes: "2" }));
  const after = people.without(new Map([...before, ["p00000002-name", "Bo"]]), "p00000001");
  assert.deepEqual([...after.keys()], [...before.keys()]);
  assert.deepEqual(people.undone(new Map(), "p00000001", before, after), before);
});

test("a finished step moves to the top of the note, and a promise stays", () => {
  const fields = people.done(person({ step: "Call", promised: "A book", note: "Likes tea", on: "2026-11-20" }), TODAY);
  assert.deepEqual(fields, { last: TODAY, moment: "", on: "", step: "", note: "2026-11-24: Call\nLikes tea" });
  assert.equal(people.done(person({ note: "Likes tea" }), TODAY).note, "Likes tea");
});

test("a week later is counted from today if overdue, or else from the planned day", () => {
  assert.equal(people.snoozed({ from: "2026-01-01", latest: "2026-01-02" }, TODAY).on, "2026-12-01");
  assert.equal(people.snoozed({ from: "2026-11-30", latest: "2026-12-15" }, TODAY).on, "2026-12-07");
});

test("the balance covers the last eight weeks and nothing in the future", () => {
  const entries = /** @type {[string, string][]} */ ([["gave", "2026-11-24"], ["gave", "2026-09-30"], ["gave", "2026-09-29"], ["asked", "2026-11-25"], ["asked", "soon"], ["other", "2026-11-01"]]);
  const log = entries.flatMap(([kind, on], at) => Object.entries({ [`e000${at}-kind`]: kind, [`e000${at}-on`]: on }));
  assert.deepEqual(people.balance([person(Object.fromEntries(log))], TODAY), { gave: 2, asked: 0 });
});

test("new IDs are valid and differ", () => {
  assert.match(people.fresh("p"), /^p[a-z0-9]{8}$/);
  assert.equal(new Set(Array.from({ length: 500 }, () => people.fresh("p"))).size, 500);
  assert.ok([...people.noted("p00000001", { kind: "gave", on: TODAY, what: "x" }).keys()].every(people.ours));
});
