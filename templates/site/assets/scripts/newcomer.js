// The person of a moment, as someone on the page of contacts.

import { change, fresh, MOST, people, withStep } from "./people.js";

/**
 * @typedef {object} Newcomer
 * @property {string} name
 * @property {string} last the day they were or will be in touch; empty if it isn't known
 * @property {string} ring for someone who isn't there yet
 * @property {string} occasion what happened, or empty
 * @property {string} on the next day that the moment named, or empty
 * @property {string} step what to do then
 */

/** @param {import("./record.js").Answers} answers of the page of contacts @param {string} id */
export const someone = (answers, id) => people(answers).find((person) => person.id === id);

/** @param {string} one @param {string} other @returns {boolean} whether the two names are the same */
export const same = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * Add a person, or bring someone of the same name who's there already up to date. If a new plan replaces what the
 * reader wanted to do, that moves to the note.
 * @param {import("./record.js").Answers} answers of the page of contacts
 * @param {string} id under which the moment added them before, or empty; it decides between two of the same name
 * @param {Newcomer} person
 * @param {string} today
 * @returns {{id: string, there: boolean, news: import("./record.js").Answers} | null} null if there's no room
 */
export function welcome(answers, id, { name, last, ring, occasion, on, step }, today) {
  const all = people(answers);
  const named = all.filter((person) => same(person.name, name));
  const known = named.find((person) => person.id === id) ?? named[0];
  if (!known && all.length >= MOST) {
    return null;
  }
  const key = known?.id ?? fresh("p");
  // A day ahead is when to get in touch.
  const plan = on > today ? { on, step } : last > today ? { on: last, step: "" } : {};
  const since = last <= today && last > (known?.last ?? "") ? { last } : {};
  const replaced = known?.step && "step" in plan && plan.step !== known.step;
  const note = replaced ? { note: withStep(known, known.on || today) } : {};
  const fields = { name, ...since, ...plan, ...note, ...(occasion && { moment: occasion }), ...(known ? {} : { ring }) };
  return { id: key, there: known !== undefined, news: change(answers, key, fields) };
}
