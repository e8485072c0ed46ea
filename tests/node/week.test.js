import assert from "node:assert/strict";
import { test } from "node:test";

import { daysAround, week } from "../../templates/site/assets/scripts/week.js";
import { RHYTHM } from "./sample-people.js";

const TODAY = "2026-11-28"; // a Saturday
const [SHEET, LIST, MESSAGE, MOMENT, CONTACTS] = ["worksheets/waiting", "checklists/call", "messages/hello", "moments/wrote", "tools/contacts"];
const STEPS = [1, 3, 6].map((day) => ({ id: `step-${day}`, day, minutes: 5, do: `Do ${day}.` }));
const DATA = {
  sheets: [
    {
      page: SHEET, title: "Waiting",
      steps: [{ id: "log", title: "My lines", need: 1 }, { id: "log-two", title: "More", need: 2 }, { id: "act", title: "One thing", need: 2 }],
      dates: [
        { section: "log", rows: true, name: "who", what: "", days: [["nudge", "I follow up"], ["rest", "I look again"]] },
        { section: "act", name: "with", what: "act", days: [["by", ""]] },
      ],
    },
    { page: "worksheets/rated", title: "Where I stand", steps: [{ id: "patience", title: "Patience", need: 2 }, { id: "scores", title: "Bars", need: 1 }], dates: [] },
  ],
  lists: [{ page: LIST, title: "Before a call", fields: [["a"], ["b", "former-b"]] }],
  messages: [{ page: MESSAGE, title: "Say hello", fields: [["name"], ["topic"]] }],
  moments: [{ page: MOMENT, title: "I wrote" }],
  plan: {
    page: "worksheets/rated", again: 28, bands: [{ upTo: 10, say: "" }],
    parts: [{ id: "patience", name: "Patience", highest: 10, fields: ["patience-a", "patience-b"] }],
    habits: [{ part: "patience", steps: STEPS }],
  },
  rhythm: RHYTHM,
};

const kept = (page, answers, saved = "2026-11-26T10:00:00Z") => ({ page, title: "", revision: "", saved, answers: new Map(Object.entries(answers)) });
const of = (...all) => week(all, DATA, TODAY);
const said = (due) => due.map(({ kind, day, name, say }) => [kind, day, name, say]);
const person = (number, answers) => Object.fromEntries(Object.entries(answers).map(([key, value]) => [`p0000000${number}-${key}`, value]));

test("a week begins on Monday, even on a Sunday", () => {
  assert.deepEqual([daysAround(TODAY)[0], daysAround("2026-11-29")[0], daysAround("2026-11-30")[0]], ["2026-11-23", "2026-11-23", "2026-11-30"]);
  assert.equal(daysAround(TODAY).at(-1), "2026-11-29");
});

test("with nothing kept, the week is empty", () => {
  const { days, kept: any, ...rest } = of();
  assert.equal(any, false);
  assert.deepEqual(days.map(({ due, done }) => due + done), [0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(rest, { today: [], later: [], past: [], open: [], dated: [], more: false });
});

test("notes of scripts alone aren't anything kept, and neither is a page that's gone", () => {
  assert.equal(of(kept(SHEET, { "~seen": "a:1" })).kept, false);
  assert.deepEqual(of(kept("worksheets/gone", { a: "b" })).open, []);
});

test("people are due from the first good day on, with their own step or that of what happened", () => {
  const { today, later, past, days } = of(
    kept(CONTACTS, {
      ...person(1, { name: "Daniel", on: "2026-11-27", step: "Call him" }),
      ...person(2, { name: "Mei", on: "2026-11-29" }),
      ...person(3, { name: "Ann", last: "2026-11-24", ring: RHYTHM.rings[0].id }),
      ...person(4, { name: "Far", on: "2027-02-01" }),
    }),
  );
  assert.deepEqual(said(today), [["person", "2026-11-27", "Daniel", "Call him"]]);
  assert.deepEqual(said(later), [["person", "2026-11-29", "Mei", "Send a line or two."]]);
  assert.deepEqual(past.map(({ name, day }) => [name, day]), [["Ann", "2026-11-24"]]);
  assert.deepEqual(days.map(({ due, done }) => [due, done]), [[0, 0], [0, 1], [0, 0], [0, 0], [0, 0], [1, 0], [1, 0]]);
});

test("three people are enough for one day", () => {
  const all = [1, 2, 3, 4, 5].map((number) => person(number, { name: `P${number}`, on: `2026-11-2${number}` }));
  const { today, more, days } = of(kept(CONTACTS, Object.assign({}, ...all)));
  assert.deepEqual(today.map(({ name }) => name), ["P1", "P2", "P3"]);
  assert.equal(more, true);
  assert.equal(days[5].due, 3);
});

const plan = (answers, saved) => kept("worksheets/rated", { "~habit": "patience", "~first-day": "2026-11-25", "patience-a": "2", ...answers }, saved);

test("a plan shows one open step, an earlier one first, and the next ones wait for it", () => {
  const { today, later, past } = of(plan({ "~done-step-1": "2026-11-25" }));
  assert.deepEqual(today.map(({ id, plan }) => [id, plan]), [["step-3", { day: 3, last: 6, minutes: 5 }]]);
  assert.deepEqual([later.length, past.map(({ id }) => id)], [0, ["step-1"]]);
  assert.deepEqual(of(plan({})).today.map(({ id }) => id), ["step-1"]);
  assert.deepEqual(of(plan({ "~done-step-1": "2026-11-25", "~done-step-3": TODAY })).dated.map(({ id, day }) => [id, day]), [["step-6", "2026-11-30"]]);
});

test("without a first day or a habit there's no plan, and a plan that was left alone goes away", () => {
  assert.deepEqual(of(plan({ "~first-day": "soon" })).dated, []);
  assert.deepEqual(of(plan({ "~habit": "" })).dated, []);
  assert.equal(of(plan({ "~first-day": "2026-10-26" })).today.length, 1);
  assert.equal(of(plan({ "~first-day": "2026-10-24" })).today.length, 0);
});

test("the habit follows from the only short bar, as on the page where it's chosen", () => {
  const bars = { "~habit": "", "patience-a": "1", "patience-b": "2" };
  assert.deepEqual(of(plan(bars)).today.length, 0);
  const data = { ...DATA, plan: { ...DATA.plan, bands: [{ upTo: 5, say: "" }, { upTo: 10, say: "" }] } };
  assert.equal(week([plan(bars)], data, TODAY).today[0]?.id, "step-1");
});

test("a self-assessment is done once all is rated, and says when to look again", () => {
  const [one] = of(plan({ "~rated": "2026-11-14" })).open;
  assert.deepEqual([one.done, one.saved, one.again], [true, "2026-11-14", "2026-12-12"]);
  assert.equal(of(plan({})).open[0].done, false);
});

test("several steps of a moment on one day are one thing done", () => {
  const { past } = of(kept(MOMENT, { "~name": "Ana", "~done-words": "2026-11-24", "~done-date": "2026-11-24", "~done-person": "2026-11-25" }));
  assert.deepEqual(said(past), [["moment", "2026-11-24", "Ana", "I wrote"], ["moment", "2026-11-25", "Ana", "I wrote"]]);
});

test("whoever was added from a moment is there once, also after the reminder was checked off", () => {
  const moment = { "~remind": TODAY, "~remind-say": "Say hello", "~name": "Ana ", "~person": "p00000001" };
  const ana = person(1, { name: "Ana", last: "2026-11-01", on: TODAY, step: "Say hello" });
  assert.deepEqual(said(of(kept(CONTACTS, ana), kept(MOMENT, moment)).today), [["moment", TODAY, "Ana ", "Say hello"]]);
  const checked = of(kept(CONTACTS, ana), kept(MOMENT, { ...moment, "~reminded": TODAY }));
  assert.deepEqual([checked.dated, said(checked.past)], [[], [["moment", TODAY, "Ana ", "Say hello"]]]);
  const contacted = person(1, { name: "Ana", last: TODAY });
  const both = of(kept(CONTACTS, contacted), kept(MOMENT, { ...moment, "~reminded": TODAY }));
  assert.deepEqual(said(both.past), [["moment", TODAY, "Ana ", "Say hello"]]);
});

test("someone else of the same name, or with another day, is due too", () => {
  const moment = { "~remind": TODAY, "~remind-say": "Say hello", "~name": "Ana", "~person": "p00000001" };
  const all = { ...person(1, { name: "Ana", on: "2026-11-27" }), ...person(2, { name: "Ana", on: TODAY }) };
  assert.deepEqual(of(kept(CONTACTS, all), kept(MOMENT, moment)).today.map(({ kind, id }) => [kind, id]), [["person", "p00000001"], ["person", "p00000002"], ["moment", ""]]);
});

test("in a calendar, everything is what its own page calls it", () => {
  const uids = (...all) => of(...all).dated.map(({ uid, calendar }) => [uid, calendar]);
  assert.deepEqual(uids(kept(CONTACTS, person(1, { name: "Ana", on: TODAY }))), [["p00000001", undefined]]);
  assert.deepEqual(uids(plan({ "~done-step-1": TODAY, "~done-step-3": TODAY })), [["start-patience-step-6", undefined]]);
  assert.deepEqual(uids(kept(MOMENT, { "~remind": TODAY })), [["", "~calendar"]]);
  assert.deepEqual(uids(kept(MOMENT, { "~remind": TODAY, "~calendar": "abc" })), [["abc", "~calendar"]]);
  assert.deepEqual(uids(kept(SHEET, { "act-by": TODAY, "~calendar-act": "def" })), [["def", "~calendar-act"]]);
  assert.deepEqual(uids(kept(SHEET, { "log-1-rest": TODAY })), [["week-worksheets-waiting-log-1-rest", undefined]]);
});

test("the reminder of a moment stays until it's checked off", () => {
  const moment = { date: "2026-11-18", "~remind": "2026-11-25", "~remind-say": "Follow up", "~name": "Ana", "~done-words": "2026-11-24" };
  const { today, past } = of(kept(MOMENT, moment));
  assert.deepEqual(said(today), [["moment", "2026-11-25", "Ana", "Follow up"]]);
  assert.deepEqual(said(past), [["moment", "2026-11-24", "Ana", "I wrote"]]);
  const checked = of(kept(MOMENT, { ...moment, "~reminded": TODAY }));
  assert.deepEqual([checked.today, said(checked.past).at(-1)], [[], ["moment", TODAY, "Ana", "Follow up"]]);
  assert.equal(of(kept(MOMENT, { ...moment, "~remind": TODAY, "~reminded": "2026-11-27" })).today.length, 1);
});

test("dates in sheets count from today on, each with its name and what it's for", () => {
  const { today, later, dated } = of(
    kept(SHEET, {
      "log-1-who": "Daniel", "log-1-sent": TODAY, "log-1-nudge": "2026-11-27", "log-1-rest": TODAY, "log-2-nudge": "2026-11-29",
      "log-two-by": TODAY, "act-act": "Call Mei", "act-by": "2026-12-24",
    }),
  );
  assert.deepEqual(said(today), [["date", TODAY, "Daniel", "I look again"]]);
  assert.deepEqual(said(later), [["date", "2026-11-29", "", "I follow up"]]);
  assert.deepEqual(said(dated).at(-1), ["date", "2026-12-24", "", "Call Mei"]);
  const checked = of(kept(SHEET, { "log-1-who": "Daniel", "log-1-rest": TODAY, "~done-log-1-rest": TODAY }));
  assert.deepEqual([checked.today, said(checked.past)], [[], [["date", TODAY, "Daniel", "I look again"]]]);
});

test("a sheet says which parts are filled, what's next, and where to go on", () => {
  const [one] = of(kept(SHEET, { name: "Kofi", "log-1-who": "A", "log-two-a": "x", "~last": "log-two-a" })).open;
  assert.deepEqual(one, {
    page: SHEET, title: "Waiting", filled: [true, false, false], count: 1, of: 3, done: false,
    last: "log-two-a", next: "More", saved: "2026-11-26", again: "",
  });
});

test("what's unfinished comes before what's done", () => {
  const all = of(kept(LIST, { a: "yes", b: "yes" }), kept(MESSAGE, { name: "Ana", "~me": "Kofi" }, ""));
  assert.deepEqual(all.open.map(({ page, done, count, of: all, saved }) => [page, done, count, all, saved]), [[MESSAGE, false, 1, 2, ""], [LIST, true, 2, 2, "2026-11-26"]]);
});

test("only a list's own items count, also under an earlier ID", () => {
  const count = (answers) => of(kept(LIST, answers)).open.map(({ count, of: all, done }) => [count, all, done]);
  assert.deepEqual(count({ a: "yes", gone: "yes", "gone-too": "yes" }), [[1, 2, false]]);
  assert.deepEqual(count({ a: "yes", "former-b": "yes" }), [[2, 2, true]]);
});
