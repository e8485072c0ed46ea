// How appointments of this site are told from others, and a later version from an earlier one.

/** @param {string} id @returns {string} an identifier for calendars, the same on every visit (RFC 7986, 5.3) */
export const identity = (id) => `${id}@${location.host}${new URL("../../../", import.meta.url).pathname}`;

/** @returns {string} letters and digits that nobody else has; works on pages without HTTPS too */
export const fresh = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const BEGINNING = Date.UTC(2026, 0);

/** @param {Date} now @returns {number} a number that rises with time; calendars put the higher one in place */
export const sequence = (now) => Math.floor((now.getTime() - BEGINNING) / 1000);
