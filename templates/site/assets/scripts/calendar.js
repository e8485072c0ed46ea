// Days for the reader's own calendar, in the format of RFC 5545.

import { plus } from "./dates.js";

/**
 * `uid` stays the same from file to file and `sequence` grows, so that a later import updates the entry
 * (sections 3.8.4.7 and 3.8.7.4).
 * @typedef {object} Event
 * @property {string} uid
 * @property {string} day
 * @property {number} [days] How many; one if not given.
 * @property {string} summary
 * @property {string} [description]
 * @property {string} [url]
 * @property {number} sequence
 */

// Octets, without the line break (section 3.1).
const LONGEST = 75;

/**
 * One property. Whatever stands in the value stays in it: no control character or line break gets through,
 * nor half a surrogate pair, which has no UTF-8.
 * @param {string} name
 * @param {string | number} value
 */
function property(name, value) {
  let folded = "";
  let octets = 0;
  for (const sign of `${name}:${value}`.replace(/(?!\t)[\p{Cc}\p{Cs}\u2028\u2029]/gu, "")) {
    const point = sign.codePointAt(0) ?? 0;
    const width = 1 + Number(point > 0x7f) + Number(point > 0x7ff) + Number(point > 0xffff);
    if (octets + width > LONGEST) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += sign;
    octets += width;
  }
  return folded;
}

/**
 * A value of type TEXT (section 3.3.11). Some programs break lines also at the rarer signs.
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
 * The text of an .ics file with all-day events that leave the day free and remind in the morning.
 *
 * The name stands twice, as RFC 7986 section 5.1 has it and as older programs read it.
 * Throws a RangeError where `day` is none.
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
