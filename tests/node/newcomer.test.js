import assert from "node:assert/strict";
import { test } from "node:test";

import { someone, welcome } from "../../templates/site/assets/scripts/newcomer.js";
import { MOST, people } from "../../templates/site/assets/scripts/people.js";

const TODAY = "2026-11-28";
const ada = { name: "Ada", date: "2026-11-18", ring: "close", occasion: "no-answer", on: "", step: "" };

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

test("without a date, they were in touch today; a day ahead is when to get in touch", () => {
  const without = after(new Map(), "", { ...ada, date: "", occasion: "" });
  assert.equal(someone(without.answers, without.id)?.last, TODAY);
  assert.equal(someone(without.answers, without.id)?.moment, "");
  const ahead = after(new Map(), "", { ...ada, date: "2026-12-10" });
  assert.equal(someone(ahead.answers, ahead.id)?.on, "2026-12-10");
  assert.equal(someone(ahead.answers, ahead.id)?.last, "");
});

test("adding twice updates, even after the name has changed", () => {
  const first = after(new Map(), "", ada);
  const second = after(first.answers, first.id, { ...ada, name: "Ada L.", date: "2026-11-25" });
  assert.equal(second.there, true);
  assert.deepEqual(people(second.answers).map(({ name, last }) => [name, last]), [["Ada L.", "2026-11-25"]]);
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
