// The person of a moment, as someone on the page of contacts.

import { change, fresh, MOST, people } from "./people.js";

/**
 * @typedef {object} Newcomer
 * @property {string} name
 * @property {string} date of the moment, or empty
 * @property {string} ring for someone who isn't there yet
 * @property {string} occasion what happened, or empty
 * @property {string} on the next day that the moment named, or empty
 * @property {string} step what to do then
 */

/** @param {import("./record.js").Answers} answers of the page of contacts @param {string} id */
export const someone = (answers, id) => people(answers).find((person) => person.id === id);

/** @param {string} name */
const same = (name) => name.trim().toLowerCase();

/**
 * Add a person, or bring someone who's there already up to date.
 * @param {import("./record.js").Answers} answers of the page of contacts
 * @param {string} id under which the moment added them before, or empty
 * @param {Newcomer} person
 * @param {string} today
 * @returns {{id: string, there: boolean, news: import("./record.js").Answers} | null} null if there's no room
 */
export function welcome(answers, id, { name, date, ring, occasion, on, step }, today) {
  const all = people(answers);
  const known = all.find((person) => person.id === id) ?? all.find((person) => same(person.name) === same(name));
  if (!known && all.length >= MOST) {
    return null;
  }
  const key = known?.id ?? fresh("p");
  const last = date || today;
  // A day ahead is when to get in touch.
  const when = last > today ? { on: last } : last > (known?.last ?? "") ? { last } : {};
  const next = on > today ? { on, step } : {};
  const fields = { name, ...when, ...next, ...(occasion && { moment: occasion }), ...(known ? {} : { ring }) };
  return { id: key, there: known !== undefined, news: change(answers, key, fields) };
}
