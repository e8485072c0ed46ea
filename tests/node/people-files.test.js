import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST } from "../../templates/site/assets/scripts/people.js";
import { person, RHYTHM, TODAY } from "./sample-people.js";

// Next to the generated texts of the scripts, which need the language of the page.
Object.assign(globalThis, { document: { documentElement: { lang: "en" } } });
const { appointments, headed, plan: planned, table } = await import(`${process.env.SCRIPTS}/people-files.js`);

/** @type {(rows: string[][], ...others: any[]) => any} null if no column has names */
const plan = (rows, ...others) => (headed(rows) ? planned(headed(rows), ...others) : null);

const FULL = { how: "Choir", ring: "close", last: "2026-11-01", moment: "just-met", promised: "A book", step: "Call", on: "2026-11-28", note: "Two\nlines" };

test("a table is read back as the same people", () => {
  const found = plan(table([person(FULL)], RHYTHM), RHYTHM, []);
  assert.deepEqual(found?.added, [{ name: "Ann", ...FULL }]);
});

test("headings work in any order and spelling, and unknown columns go into the note", () => {
  const rows = [["Email", "LAST  contact", "Note", " name"], ["a@b.example", "24.11.2026", "Tea", "Ann"], ["", "", "", " "], ["c@d.example", "", "", ""]];
  const found = plan(rows, RHYTHM, []);
  assert.deepEqual(found?.added, [{ name: "Ann", last: "2026-11-24", note: "Tea\nEmail: a@b.example" }]);
  assert.deepEqual([found?.nameless, found?.undated], [1, 0]);
  assert.equal(plan([["Names", "Email"], ["Ann", "x"]], RHYTHM, []), null);
  assert.equal(plan([], RHYTHM, []), null);
});

for (const [name, cells, days] of /** @type {[string, string[], (string | undefined)[]][]} */ ([
  ["days first, because one of them shows it", ["3/4/2026", "24/11/2026"], ["2026-04-03", "2026-11-24"]],
  ["months first, because one of them shows it", ["3/4/2026", "11/24/2026"], ["2026-03-04", "2026-11-24"]],
  ["not at all if nothing shows it", ["3/4/2026", "2026-11-24"], [undefined, "2026-11-24"]],
  ["with other separators", ["2026/3/4", "4.3.2026"], ["2026-03-04", "2026-03-04"]],
])) {
  test(`spreadsheet dates are read ${name}`, () => {
    const found = plan([["name", "last"], ...cells.map((cell, at) => [`N${at}`, cell])], RHYTHM, []);
    assert.deepEqual(found?.added.map(({ last }) => last), days);
    assert.equal(found?.undated, days.filter((day) => !day).length);
  });
}

test("an unknown ring is kept as text", () => {
  const found = plan([["Name", "How close"], ["Ann", "Family"], ["Bo", "lost TOUCH"]], RHYTHM, []);
  assert.deepEqual(found?.added, [{ name: "Ann", note: "How close: Family" }, { name: "Bo", ring: "far" }]);
});

test("people already here get only what's missing", () => {
  const here = [person({ how: "Choir", note: "Tea" })];
  const found = plan([["Name", "How we know each other", "Note", "Next small step"], [" ANN ", "choir", "Coffee", "Call"], ["Ann", "School", "", ""], ["Ann", "School", "", ""]], RHYTHM, here);
  assert.deepEqual(found?.filled, [{ id: "p00000001", fields: { step: "Call" } }]);
  assert.deepEqual([found?.there, found?.twice, found?.added.length], [1, 1, 1]);
});

test("two people with one name are both added if the file says different things about them", () => {
  const found = plan([["Name", "Company"], ["Ann", "A"], ["Ann", "B"], ["Ann", "A"]], RHYTHM, []);
  assert.deepEqual(found?.added.map(({ note }) => note), ["Company: A", "Company: B"]);
  assert.equal(found?.twice, 1);
});

test("names in two or three columns are put together, below whatever a program wrote first", () => {
  const linked = [["Notes:"], ["When exporting, some emails are missing."], ["First Name", "Last Name", "URL"], ["Ann", "Li", "x.example"], ["", "Ono", ""]];
  assert.deepEqual(plan(linked, RHYTHM, [])?.added, [{ name: "Ann Li", note: "URL: x.example" }, { name: "Ono" }]);
  const outlook = [["Last Name", "Middle Name", "First Name"], ["Li", "B.", "Ann"]];
  assert.deepEqual(plan(outlook, RHYTHM, [])?.added, [{ name: "Ann B. Li" }]);
  assert.deepEqual(plan([["sep="], ["Display name"], ["Ann"]], RHYTHM, [])?.added, [{ name: "Ann" }]);
});

test("anything over the limits is left out and counted", () => {
  const rows = [["Name", "Note"], ...Array.from({ length: MOST + 5 }, (_, at) => [`N${at}`, ""])];
  assert.deepEqual([plan(rows, RHYTHM, [])?.added.length, plan(rows, RHYTHM, [])?.over], [MOST, 5]);
  const long = plan([["Name", "Note"], ["Ann", "x".repeat(30_000)]], RHYTHM, []);
  assert.deepEqual([long?.added[0]?.note?.length, long?.cut], [20_000, 1]);
});

test("appointments keep their identity, count changes, and are never in the past", () => {
  const all = [person({ ...FULL, on: "", moment: "", step: "", last: "2026-01-01", changes: "7" }), person({}), person({ last: "2026-11-24", moment: "just-met" })];
  const [late, met, none] = appointments(all, RHYTHM, TODAY, (id) => `${id}@here`, (day) => day);
  assert.deepEqual(late, { uid: "p00000001@here", day: TODAY, summary: "Ann: Send a line or two", description: "Choir\nI promised: A book", sequence: 7 });
  assert.deepEqual([met?.day, met?.summary, met?.description], ["2026-11-25", "Ann: Thank them", "By 2026-11-26 at the latest."]);
  assert.equal(none, undefined);
});
