import assert from "node:assert/strict";
import { test } from "node:test";

import { same, someone, welcome } from "../../templates/site/assets/scripts/newcomer.js";
import { MOST, people } from "../../templates/site/assets/scripts/people.js";

const TODAY = "2026-11-28";
const ada = { name: "Ada", last: "2026-11-18", ring: "close", occasion: "no-answer", on: "", step: "" };

/** The page of contacts after the change. */
const after = (answers, id, person) => {
  const found = welcome(answers, id, person, TODAY);
  return { ...found, answers: new Map([...answers, ...(found?.news ?? [])]) };
};

test("a new person comes with the date, the ring and what happened", () => {
  const { id, there, answers } = after(new Map(), "", ada);
  assert.equal(there, false);
  assert.match(id, /^p[a-z0-9]{8}$/);
  const { name, last, ring, moment, on } = someone(answers, id) ?? {};
  assert.deepEqual([name, last, ring, moment, on], ["Ada", "2026-11-18", "close", "no-answer", ""]);
});

test("without a date, no last contact is made up; a day ahead is when to get in touch", () => {
  const without = after(new Map(), "", { ...ada, last: "", occasion: "" });
  assert.equal(someone(without.answers, without.id)?.last, "");
  assert.equal(someone(without.answers, without.id)?.moment, "");
  const ahead = after(new Map(), "", { ...ada, last: "2026-12-10" });
  assert.equal(someone(ahead.answers, ahead.id)?.on, "2026-12-10");
  assert.equal(someone(ahead.answers, ahead.id)?.last, "");
  const now = after(new Map(), "", { ...ada, last: TODAY });
  assert.deepEqual([someone(now.answers, now.id)?.last, someone(now.answers, now.id)?.on], [TODAY, ""]);
});

test("adding twice updates", () => {
  const first = after(new Map(), "", ada);
  const second = after(first.answers, first.id, { ...ada, last: "2026-11-25" });
  assert.equal(second.there, true);
  assert.deepEqual(people(second.answers).map(({ name, last }) => [name, last]), [["Ada", "2026-11-25"]]);
});

test("with another name, it's someone else, and the first one stays as they are", () => {
  const first = after(new Map(), "", ada);
  const second = after(first.answers, first.id, { ...ada, name: "Ben", last: "2026-11-25" });
  assert.equal(second.there, false);
  assert.notEqual(second.id, first.id);
  const all = people(second.answers).map(({ name, last }) => [name, last]);
  assert.deepEqual(all, [["Ada", "2026-11-18"], ["Ben", "2026-11-25"]]);
});

test("between two of the same name, the one the moment added before decides", () => {
  const both = new Map([["p00000001-name", "Ada"], ["p00000002-name", "Ada"]]);
  assert.equal(welcome(both, "p00000002", ada, TODAY)?.id, "p00000002");
  assert.equal(welcome(both, "", ada, TODAY)?.id, "p00000001");
});

test("what the reader planned moves to the note when a new plan replaces it", () => {
  const before = new Map([["p00000001-name", "Ada"], ["p00000001-step", "Send a card"], ["p00000001-on", "2026-12-24"], ["p00000001-note", "Choir"]]);
  const plan = { ...ada, on: "2026-12-01", step: "Ask again" };
  const planned = (answers) => {
    const { on, step, note } = someone(answers, "p00000001") ?? {};
    return [on, step, note];
  };
  const { answers } = after(before, "", plan);
  assert.deepEqual(planned(answers), ["2026-12-01", "Ask again", "2026-12-24: Send a card\nChoir"]);
  // The same plan again isn't noted.
  assert.deepEqual(planned(after(answers, "", { ...plan, on: "2026-12-02" }).answers)[2], "2026-12-24: Send a card\nChoir");
  const ahead = after(before, "", { ...ada, last: "2026-12-10" });
  assert.deepEqual(planned(ahead.answers), ["2026-12-10", "", "2026-12-24: Send a card\nChoir"]);
  // Without a new plan, it stays.
  assert.deepEqual(planned(after(before, "", ada).answers), ["2026-12-24", "Send a card", "Choir"]);
  const undated = new Map([...before, ["p00000001-on", ""]]);
  assert.equal(planned(after(undated, "", plan).answers)[2], `${TODAY}: Send a card\nChoir`);
});

test("names are the same without regard to case and space", () => {
  assert.equal(same(" ADA ", "Ada"), true);
  assert.equal(same("Ada", "Ada L."), false);
});

test("the next day that a moment named comes along, unless it's over", () => {
  const ahead = after(new Map(), "", { ...ada, on: "2026-12-26", step: "Say hello" });
  const { on, step } = someone(ahead.answers, ahead.id) ?? {};
  assert.deepEqual([on, step], ["2026-12-26", "Say hello"]);
  const over = after(new Map(), "", { ...ada, on: TODAY, step: "Say hello" });
  assert.equal(someone(over.answers, over.id)?.on, "");
});

test("someone of the same name is the same person, who keeps their ring and a later date", () => {
  const before = new Map([["p00000001-name", " ADA "], ["p00000001-ring", "far"], ["p00000001-last", "2026-11-27"]]);
  const { id, there, answers } = after(before, "", ada);
  assert.deepEqual([id, there], ["p00000001", true]);
  const { last, ring, moment } = someone(answers, id) ?? {};
  assert.deepEqual([last, ring, moment], ["2026-11-27", "far", "no-answer"]);
});

test("a full list takes no one new, but still updates", () => {
  const full = new Map(Array.from({ length: MOST }, (_, index) => [`p${String(index).padStart(8, "0")}-name`, `N${index}`]));
  assert.equal(welcome(full, "", ada, TODAY), null);
  assert.equal(welcome(full, "", { ...ada, name: "N7" }, TODAY)?.id, "p00000007");
});
