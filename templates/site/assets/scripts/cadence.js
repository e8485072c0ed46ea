// When to do something again, counted from the last time.

import { isDay, plus } from "./dates.js";

/** @typedef {{ideal: number, latest: number}} Rule In days after the last time. */
/** @typedef {{from: string, latest: string}} Window The first and last good day. */

/**
 * The good days for the next time, or null if there was no last time.
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
 * Compares for sorting: the most urgent first, and those without days last.
 * @param {Window | null} a
 * @param {Window | null} b
 * @returns {number}
 */
export const order = (a, b) =>
  Number(urgency(a) > urgency(b)) - Number(urgency(a) < urgency(b));
