// Identifiers for calendar entries, and numbers that tell a newer version from an older one.

import { TOP } from "./top.js";

/** @param {string} id @returns {string} an identifier for calendars that stays the same on every visit (RFC 7986, 5.3) */
export const identity = (id) => `${id}@${location.host}${TOP}`;

/** @returns {string} the address of this page, even if another site shows it in a frame */
export function here() {
  /** @type {HTMLAnchorElement | null} */
  const whole = document.querySelector("[data-whole]");
  return (whole?.href ?? location.href).replace(/#.*/, "");
}

/** @returns {string} unique letters and digits; also works on pages without HTTPS */
export const fresh = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const BEGINNING = Date.UTC(2026, 0);

/** @param {Date} now @returns {number} a number that grows over time; calendars keep the entry with the higher one */
export const sequence = (now) => Math.floor((now.getTime() - BEGINNING) / 1000);
