// When it is time to do something again, counted from the last time.

import { isDay, plus, weekEnd } from "./dates.js";

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

/**
 * Whether to let it rest, or it is due, or late.
 * @param {Window} span
 * @param {string} today
 * @returns {"rest" | "due" | "late"}
 */
export function standing(span, today) {
  if (today < span.from) return "rest";
  return today <= span.latest ? "due" : "late";
}

/**
 * Whether it is due within seven days, today being the first of them, or already late.
 * @param {Window} span
 * @param {string} today
 * @returns {boolean}
 */
export const dueThisWeek = (span, today) => span.from <= weekEnd(today);

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
