// What a moment says on which day, counted from the one date that it asks for.

import { isDay, plus } from "./dates.js";

/**
 * @typedef {{day: number | null, in: number | null, say: string}} Reminder `day` counts from the date, `in` from today.
 * @typedef {object} Stage What counts from one day on.
 * @property {number} day
 * @property {"yes" | "no" | null} if the answer it's for, or null for both
 * @property {string} title
 * @property {string} text
 * @property {string} open ID of a step
 * @property {Reminder | null} remind
 */

const LENGTH = 86_400_000;

/** @param {string} from @param {string} to @returns {number} days between two dates; negative if `to` is earlier */
export const between = (from, to) => (Date.parse(to) - Date.parse(from)) / LENGTH;

/**
 * @param {Stage[]} stages in the order of their days
 * @param {number} day days since the date
 * @param {string} answer to the question
 * @returns {Stage | undefined} the last one that fits
 */
export const stageAt = (stages, day, answer) =>
  stages.filter((stage) => stage.day <= day && (stage.if ?? answer) === answer).at(-1);

/** @param {Stage[]} stages @param {number} day @returns {boolean} whether the answer to the question matters on this day */
export const depends = (stages, day) => stageAt(stages, day, "yes") !== stageAt(stages, day, "no");

/**
 * The day of a reminder. If that has passed, it's counted from today: as many days later as the stage gives it.
 * @param {Stage & {remind: Reminder}} stage
 * @param {string} date
 * @param {string} today
 * @param {string} [since] when the reader put it in a calendar, if they did
 * @returns {string}
 */
export function reminder({ day, remind }, date, today, since = today) {
  const on = remind.in === null ? plus(date, remind.day ?? 0) : plus(since, remind.in);
  return on >= today ? on : plus(today, remind.in ?? Math.max(1, (remind.day ?? 0) - day));
}

/**
 * Whether a step still counts as done. What a stage opens, and the reminder, are new with each stage.
 * @param {string} done the day on which it was done, or empty
 * @param {string} start the first day of the stage, or empty
 * @param {boolean} renewed whether it's one of those
 */
export const counts = (done, start, renewed) => isDay(done) && !(renewed && done < start);

/**
 * @param {string[]} ids of the steps
 * @param {string} first what the stage opens
 * @param {Set<string>} done
 * @returns {string[]} the steps in order, with `first` before those that are still to do
 */
export function arranged(ids, first, done) {
  const before = ids.slice(0, ids.indexOf(first));
  const waiting = before.filter((id) => !done.has(id));
  return [...before.filter((id) => done.has(id)), first, ...waiting, ...ids.slice(before.length + 1)];
}

/**
 * @param {string[]} ids of the steps, in order
 * @param {string} from where to begin
 * @param {Set<string>} done
 * @returns {string | undefined} the first step that's still to do
 */
export const nextStep = (ids, from, done) => ids.slice(ids.indexOf(from)).find((id) => !done.has(id));

/**
 * A place on the line, where stations are at the same distances whatever their days: labels need the room.
 * @param {number[]} days of the stations, in order
 * @param {number} day
 * @returns {number} from 0, the first station, to 1, the last
 */
export function place(days, day) {
  const last = days.length - 1;
  // In a row of equal columns, the first dot is at the start of its column, the last at the end, others in the middle.
  const at = (/** @type {number} */ index) => (index === 0 ? 0 : index === last ? 1 : (index + 0.5) / days.length);
  const next = days.findIndex((one) => one > day);
  if (next < 1) {
    return next === 0 ? 0 : 1;
  }
  const [from = 0, to = 0] = [days[next - 1], days[next]];
  return at(next - 1) + ((day - from) / (to - from)) * (at(next) - at(next - 1));
}
