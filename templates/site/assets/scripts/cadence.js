// When it is time to do something again, counted from the last time.

import { isDay, plus } from "./dates.js";

/** @typedef {{ideal: number, latest: number}} Rule In days after the last time. */
/** @typedef {{from: string, latest: string}} Window The first good day and the last. */

/**
 * The days on which the next time would be good; null as long as there was no last time.
 * @param {string | null | undefined} last
 * @param {Rule} rule
 * @returns {Window | null}
 */
export const window = (last, rule) =>
  isDay(last) ? { from: plus(last, rule.ideal), latest: plus(last, rule.latest) } : null;

// A letter sorts after every digit.
/** @param {Window | null} span */
const urgency = (span) => (span ? span.latest + span.from : "never");

/**
 * Compares for sorting: first what has to be done first, last what has no days at all.
 * @param {Window | null} a
 * @param {Window | null} b
 * @returns {number}
 */
export const order = (a, b) =>
  Number(urgency(a) > urgency(b)) - Number(urgency(a) < urgency(b));
