// People for script tests.

import assert from "node:assert/strict";

import { people } from "../../templates/site/assets/scripts/people.js";

/** @typedef {import("../../templates/site/assets/scripts/people.js").Person} Person */

export const TODAY = "2026-11-24";
export const RHYTHM = {
  rings: [
    { id: "close", name: "Close", ideal: 30, latest: 45, step: "Send a line or two." },
    { id: "far", name: "Lost touch", ideal: 180, latest: 365, step: "Send a line or two." },
  ],
  moments: [{ id: "just-met", name: "We have just met", ideal: 1, latest: 2, step: "Thank them." }],
};

/** @param {Record<string, string>} fields @param {string} id @returns {[string, string][]} */
export const one = (fields, id = "p00000001") => Object.entries(fields).map(([field, value]) => [`${id}-${field}`, value]);

/** @param {Record<string, string>} fields @returns {Person} */
export const person = (fields) => {
  const [found] = people(new Map(one({ name: "Ann", ...fields })));
  assert.ok(found);
  return found;
};
