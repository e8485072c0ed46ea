// Names that the reader wrote elsewhere in the guide.

import { CONTACTS, ME } from "./notes.js";
import { people } from "./people.js";

/** @typedef {import("./record.js").Kept} Kept */

/** @param {Kept[]} all what's kept @returns {import("./people.js").Person[]} everyone in the contacts who has a name */
export const contacts = (all) =>
  people(all.find(({ page }) => page === CONTACTS)?.answers ?? new Map())
    .filter(({ name }) => name.trim())
    .sort((a, b) => a.name.localeCompare(b.name));

/** @param {Kept[]} all what's kept @returns {string[]} what the reader called themselves, the latest first */
export const ownNames = (all) => [...new Set(all.map(({ answers }) => answers.get(ME)?.trim() ?? ""))].filter(Boolean);
