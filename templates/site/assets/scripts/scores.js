// The scores of a self-assessment, and the days of the plan that follows.

import { plus } from "./dates.js";

/** @typedef {{id: string, fields: string[]}} Part */
/** @typedef {{id: string, sum: number, answered: number, of: number, complete: boolean}} Sum */
/** @typedef {{day: number, minutes: number, do: string, id: string}} Step */

/**
 * Adds up each part. An answer that isn't a whole number counts as missing.
 * @param {Part[]} parts
 * @param {Map<string, string>} answers By field ID.
 * @returns {Sum[]}
 */
export function sums(parts, answers) {
  return parts.map(({ id, fields }) => {
    const given = fields.map((field) => answers.get(field) ?? "").filter((answer) => /^\d+$/.test(answer));
    const sum = given.reduce((total, answer) => total + Number(answer), 0);
    return { id, sum, answered: given.length, of: fields.length, complete: given.length === fields.length };
  });
}

/**
 * The parts to start with: the complete ones with the lowest sum. None if even the lowest sum is the highest
 * possible.
 * @param {Sum[]} sums
 * @param {number} highestSum
 * @returns {string[]}
 */
export function begin(sums, highestSum) {
  const complete = sums.filter((part) => part.complete);
  const lowest = Math.min(...complete.map((part) => part.sum));
  return lowest < highestSum ? complete.filter((part) => part.sum === lowest).map((part) => part.id) : [];
}

/**
 * The steps with the date each is `on`. Day 1 is the start.
 * @param {Step[]} steps
 * @param {string} start
 * @returns {(Step & {on: string})[]}
 */
export const plan = (steps, start) => steps.map((step) => ({ ...step, on: plus(start, step.day - 1) }));
