// What changed in a list since the reader last saw it.

/** @typedef {Map<string, string>} Digests A short digest of the text of each item, by ID. */

/** @param {string} note @returns {Digests} */
export const digests = (note) =>
  new Map(note.split(" ").flatMap((one) => (one.includes(":") ? [/** @type {[string, string]} */ (one.split(":", 2))] : [])));

/** @param {Digests} seen @returns {string} for a store */
export const written = (seen) => [...seen].map((one) => one.join(":")).join(" ");

/**
 * @param {Digests} now the items of the list
 * @param {Digests} before those the reader saw; empty if that isn't known
 * @param {Set<string>} checked IDs of the items that are checked off
 * @returns {{added: string[], reworded: string[]}} IDs of the items that are new, and of checked ones with other words
 */
export function changes(now, before, checked) {
  const ids = before.size ? [...now.keys()] : [];
  return {
    added: ids.filter((id) => !before.has(id) && !checked.has(id)),
    reworded: ids.filter((id) => checked.has(id) && before.has(id) && before.get(id) !== now.get(id)),
  };
}

/**
 * @param {Digests} now
 * @param {Digests} before
 * @param {string[]} former items for which only what the reader saw before counts, if they did: reworded ones until
 *   they're checked off again, and those that aren't shown
 * @returns {Digests} to keep
 */
export const seen = (now, before, former) =>
  new Map([...now].map(([id, digest]) => /** @type {const} */ ([id, former.includes(id) ? (before.get(id) ?? "") : digest])).filter(([, digest]) => digest));
