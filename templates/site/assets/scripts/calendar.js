// Writes calendar files (RFC 5545).

import { plus } from "./dates.js";

/**
 * `uid` stays the same across files and `sequence` grows, so importing a later file updates the entry
 * (sections 3.8.4.7 and 3.8.7.4).
 * @typedef {object} Event
 * @property {string} uid
 * @property {string} day
 * @property {number} [days] How many days; defaults to one.
 * @property {string} summary
 * @property {string} [description]
 * @property {string} [url]
 * @property {number} sequence
 */

// In bytes, without the line break (section 3.1).
const LONGEST = 75;

/**
 * One property. Control characters and line breaks are removed, so that a value can't start a new property, and so
 * are lone surrogates, which can't be encoded in UTF-8.
 * @param {string} name
 * @param {string | number} value
 */
function property(name, value) {
  let folded = "";
  let octets = 0;
  for (const character of `${name}:${value}`.replace(/(?!\t)[\p{Cc}\p{Cs}\u2028\u2029]/gu, "")) {
    const point = character.codePointAt(0) ?? 0;
    const width = 1 + Number(point > 0x7f) + Number(point > 0x7ff) + Number(point > 0xffff);
    if (octets + width > LONGEST) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += width;
  }
  return folded;
}

/**
 * A value of type TEXT (section 3.3.11). Some programs also break lines at the rarer characters.
 * @param {string} value
 */
const text = (value) =>
  value.replace(/[\\;,]/g, "\\$&").replace(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/g, "\\n");

/** @param {string} day */
const date = (day) => day.replaceAll("-", "");

/**
 * @param {Event} event
 * @param {string} stamp
 */
const entry = (event, stamp) => [
  "BEGIN:VEVENT",
  property("UID", text(event.uid)),
  property("DTSTAMP", stamp),
  property("SEQUENCE", event.sequence),
  property("DTSTART;VALUE=DATE", date(plus(event.day, 0))),
  property("DTEND;VALUE=DATE", date(plus(event.day, event.days ?? 1))),
  property("SUMMARY", text(event.summary)),
  ...(event.description ? [property("DESCRIPTION", text(event.description))] : []),
  ...(event.url ? [property("URL", event.url)] : []),
  "TRANSP:TRANSPARENT",
  "BEGIN:VALARM",
  "ACTION:DISPLAY",
  property("DESCRIPTION", text(event.summary)),
  // At nine in the morning: an all-day event starts at midnight (section 3.8.6.3).
  "TRIGGER:PT9H",
  "END:VALARM",
  "END:VEVENT",
];

/**
 * The text of an .ics file with all-day events that don't block the day and have a morning reminder.
 *
 * The name appears twice, once for RFC 7986 (section 5.1) and once for older programs.
 * Throws a RangeError if a `day` isn't a date.
 * @param {{name: string, product: string, now: Date, events: Event[]}} contents
 * @returns {string}
 */
export function calendar({ name, product, now, events }) {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    property("PRODID", text(product)),
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    property("NAME", text(name)),
    property("X-WR-CALNAME", text(name)),
    ...events.flatMap((event) => entry(event, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${line}\r\n`).join("");
}
