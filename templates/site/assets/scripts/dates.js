// Dates as texts such as "2026-11-22", which sort in order. All arithmetic is in UTC, where every day has 24 hours.

const LENGTH = 86_400_000;
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** @param {number} moment */
const written = (moment) => new Date(moment).toISOString().slice(0, 10);

/** @param {string} day */
function midnight(day) {
  const [, year, month, date] = SHAPE.exec(day) ?? [];
  const moment = Date.UTC(Number(year), Number(month) - 1, Number(date));
  // February 30 would silently become March 2.
  if (Number.isNaN(moment) || written(moment) !== day) throw new RangeError(`not a day: ${day}`);
  return moment;
}

/**
 * Today's date on the reader's device. A clock beyond the years of `isDay` is wrong; then its last year counts.
 * @param {Date} [now]
 * @returns {string}
 */
export const today = (now = new Date()) =>
  written(Date.UTC(Math.min(now.getFullYear(), 2199), now.getMonth(), now.getDate()));

/**
 * Whether this is a real date from 1980 to 2199. Other years are typos.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isDay(text) {
  if (typeof text !== "string" || text < "1980" || text >= "2200") return false;
  try {
    return midnight(text) > 0;
  } catch {
    return false;
  }
}

/**
 * The date this many days later, or earlier if negative. Like `spoken`, throws a RangeError if `day` isn't a date.
 * @param {string} day
 * @param {number} days
 * @returns {string}
 */
export const plus = (day, days) => written(midnight(day) + days * LENGTH);

/**
 * The last day of the week that starts on this day.
 * @param {string} day
 * @returns {string}
 */
export const weekEnd = (day) => plus(day, 6);

/**
 * A date in words, such as "Tuesday, November 24", with the year if it isn't this year.
 * @param {string} day
 * @param {string} language
 * @param {string} today
 * @returns {string}
 */
export const spoken = (day, language, today) => said(day, language, today, { weekday: "long", month: "long" });

/**
 * The same in short, such as "Nov 24".
 * @param {string} day
 * @param {string} language
 * @param {string} today
 * @returns {string}
 */
export const short = (day, language, today) => said(day, language, today, { month: "short" });

/** @param {string} day @param {string} language @param {string} today @param {Intl.DateTimeFormatOptions} parts */
function said(day, language, today, parts) {
  const year = day.slice(0, 4) !== today.slice(0, 4) && /** @type {const} */ ({ year: "numeric" });
  return new Intl.DateTimeFormat(language, { ...parts, ...year, day: "numeric", timeZone: "UTC" }).format(midnight(day));
}
