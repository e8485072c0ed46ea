// The results of a self-assessment, as values for the page to show.

import { begin, sums } from "./scores.js";

/** @typedef {import("./scores.js").Sum} Sum */
/**
 * @typedef {{id: string, name: string, highest: number, fields: string[]}} Asked
 * @typedef {{upTo: number, say: string}} Band From the shortest bars to the longest.
 * @typedef {{parts: Asked[], bands: Band[]}} Questions
 * @typedef {{sums: Sum[], marked: number, of: number, shortest: string[], allHigh: boolean}} Results
 *   `shortest` lists every part with the lowest sum so far.
 */

/** @param {Questions} questions @param {Map<string, string>} answers @returns {Results} */
export function results({ parts, bands }, answers) {
  const found = sums(parts, answers);
  const last = bands.at(-1);
  return {
    sums: found,
    marked: found.reduce((total, part) => total + part.answered, 0),
    of: found.reduce((total, part) => total + part.of, 0),
    shortest: begin(found, Infinity),
    allHigh: found.every((part) => part.complete && band(bands, part.sum) === last),
  };
}

/** @param {Band[]} bands @param {number} sum @returns {Band | undefined} */
export const band = (bands, sum) => bands.find((one) => sum <= one.upTo) ?? bands.at(-1);

/**
 * @param {Results} found
 * @param {string[]} habits the parts that have a plan
 * @param {string} chosen the part that the reader chose, or empty
 * @returns {string | undefined} the part to begin with; undefined while that's up to the reader
 */
export function habit({ shortest, allHigh }, habits, chosen) {
  const [only, ...others] = shortest.filter((id) => habits.includes(id));
  return habits.includes(chosen) ? chosen : allHigh || others.length ? undefined : only;
}
