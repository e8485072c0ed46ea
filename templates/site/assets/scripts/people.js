// People and notes about them. Every field is its own answer, so that two tabs don't overwrite each other.

import { order, window } from "./cadence.js";
import { isDay, plus, weekEnd } from "./dates.js";

export const FIELDS = /** @type {const} */ (["name", "how", "ring", "last", "moment", "promised", "step", "on", "note"]);

/** Ten times as many people as anyone can stay in touch with. The limit keeps the page fast. */
export const MOST = 2_000;

/** The balance between giving and asking covers this many days. */
const EIGHT_WEEKS = 56;

const ID = /^(p[a-z0-9]{8})-(?:(e[a-z0-9]{4,12})-)?([a-z]+)$/;

/**
 * @typedef {import("./record.js").Answers} Answers
 * @typedef {import("./cadence.js").Window} Window
 * @typedef {typeof FIELDS[number]} Field
 * @typedef {{[field in Field]?: string}} Fields
 * @typedef {{id: string, kind: string, on: string, what: string}} Entry Something given or asked for.
 * @typedef {Record<Field, string> & {id: string, changes: number, log: Entry[]}} Person
 *   `changes` counts changes, so that calendars can tell which version is newer.
 * @typedef {{id: string, name: string, ideal: number, latest: number, step: string}} Rule
 * @typedef {{rings: Rule[], moments: Rule[]}} Rhythm Rings from the closest people outward.
 */

/** @param {string} first letter @returns {string} a unique ID */
export const fresh = (first) =>
  first + Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");

/** @param {string} id of an answer @returns {boolean} whether it's about a person */
export function ours(id) {
  const [, , entry, field = ""] = ID.exec(id) ?? [];
  return (entry ? ["kind", "on", "what"] : [...FIELDS, "changes"]).includes(field);
}

/** @param {Answers} answers @returns {Person[]} everyone with any answer, even without a name */
export function people(answers) {
  /** @type {Map<string, Person>} */
  const found = new Map();
  for (const [key, value] of answers) {
    const [, id = "", entry, field = ""] = (ours(key) && ID.exec(key)) || [];
    if (!id || (field === "changes" && !entry)) {
      continue;
    }
    const person = found.get(id) ?? blank(id, Number(answers.get(`${id}-changes`)));
    found.set(id, person);
    if (!entry) {
      person[/** @type {Field} */ (field)] = value;
    } else if (!person.log.some((one) => one.id === entry)) {
      const [kind = "", on = "", what = ""] = ["kind", "on", "what"].map((part) => answers.get(`${id}-${entry}-${part}`));
      person.log.push({ id: entry, kind, on, what });
    }
  }
  for (const { log } of found.values()) {
    log.sort((a, b) => (a.on < b.on ? 1 : -1));
  }
  return [...found.values()];
}

/** @param {string} id @param {number} changes @returns {Person} */
const blank = (id, changes) => ({
  id, name: "", how: "", ring: "", last: "", moment: "", promised: "", step: "", on: "", note: "",
  changes: Number.isSafeInteger(changes) && changes > 0 ? changes : 0, log: [],
});

/**
 * @param {Answers} answers
 * @param {string} id of a person
 * @param {Fields} fields
 * @returns {Answers} only the fields that differ, so that the rest stays as other tabs saved it
 */
export function change(answers, id, fields) {
  const values = Object.entries(fields).map(([field, value]) => /** @type {const} */ ([`${id}-${field}`, value]));
  return counted(answers, id, new Map(values.filter(([key, value]) => value !== (answers.get(key) ?? ""))));
}

/** @param {Answers} answers @param {string} id @returns {Answers} changes that delete the person */
export const without = (answers, id) =>
  new Map([...answers.keys()].filter((key) => key.startsWith(`${id}-`)).map((key) => [key, ""]));

/**
 * @param {Answers} answers
 * @param {string} id
 * @param {Answers} before
 * @param {Answers} after
 * @returns {Answers} changes that undo an earlier one, except for fields changed since then
 */
export function undone(answers, id, before, after) {
  const still = [...after].filter(([key, value]) => (answers.get(key) ?? "") === value);
  const back = new Map(still.map(([key]) => [key, before.get(key) ?? ""]));
  const changes = `${id}-changes`;
  return answers.has(changes) ? counted(answers, id, back) : back;
}

/** @param {Answers} answers @param {string} id @param {Answers} news @returns {Answers} */
function counted(answers, id, news) {
  const key = `${id}-changes`;
  return news.size ? news.set(key, String((Number(answers.get(key)) || 0) + 1)) : news;
}

/** @param {string} id @param {Omit<Entry, "id">} entry @returns {Answers} changes to make */
export function noted(id, entry) {
  const key = `${id}-${fresh("e")}`;
  return new Map(Object.entries(entry).map(([part, value]) => [`${key}-${part}`, value]));
}

/**
 * @param {Pick<Person, "ring" | "moment">} person
 * @param {Rhythm} rhythm
 * @returns {Rule | undefined} a moment takes precedence over a ring; if both are unknown, the outermost ring
 */
export const rule = ({ ring, moment }, { rings, moments }) =>
  moments.find(({ id }) => id === moment) ?? rings.find(({ id }) => id === ring) ?? rings.at(-1);

/**
 * @param {Pick<Person, "ring" | "moment" | "last" | "on">} person
 * @param {Rhythm} rhythm
 * @returns {Window | null} the days to get in touch; a day the reader chose counts until the next contact
 */
export function when(person, rhythm) {
  if (isDay(person.on) && !(isDay(person.last) && person.on < person.last)) {
    return { from: person.on, latest: person.on };
  }
  const days = rule(person, rhythm);
  return days ? window(person.last, days) : null;
}

/**
 * @param {Person[]} all
 * @param {Rhythm} rhythm
 * @param {string} today
 * @returns {Record<"week" | "later" | "undated", Person[]>} each sorted by due date
 */
export function sorted(all, rhythm, today) {
  const end = weekEnd(today);
  const spans = new Map(all.map((person) => [person, when(person, rhythm)]));
  const span = (/** @type {Person} */ person) => spans.get(person) ?? null;
  const inOrder = [...all].sort((a, b) => order(span(a), span(b)) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  return {
    week: inOrder.filter((person) => (span(person)?.from ?? "~") <= end),
    later: inOrder.filter((person) => span(person) && (span(person)?.from ?? "") > end),
    undated: inOrder.filter((person) => !span(person)),
  };
}

/** @param {Pick<Person, "step" | "note">} person @param {string} day @returns {string} the note, with the reader's own step on top */
export const withStep = ({ step, note }, day) => [step && `${day}: ${step}`, note].filter(Boolean).join("\n");

/**
 * @param {Person} person
 * @param {string} today
 * @returns {Fields} after a contact; the reader's own step moves to the note, but a promise stays, because it may still be open
 */
export const done = (person, today) => ({ last: today, moment: "", on: "", step: "", note: withStep(person, today) });

/**
 * @param {Window} span
 * @param {string} today
 * @returns {{on: string}} a week later than planned, or a week from today if that's in the past
 */
export const snoozed = ({ from }, today) => ({ on: plus(from > today ? from : today, 7) });

/**
 * @param {Person[]} all
 * @param {string} today
 * @returns {{gave: number, asked: number}} how many times in the last eight weeks
 */
export function balance(all, today) {
  const start = plus(today, -EIGHT_WEEKS);
  const recent = all.flatMap(({ log }) => log).filter(({ on }) => isDay(on) && on > start && on <= today);
  const [gave = 0, asked = 0] = ["gave", "asked"].map((kind) => recent.filter((entry) => entry.kind === kind).length);
  return { gave, asked };
}
