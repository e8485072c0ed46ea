// A copy of everything that's kept, in one file.

import { FORMAT, read, write } from "./record.js";

/** @typedef {import("./record.js").Kept} Kept */

const KIND = "everything";

/** @param {Kept[]} all @returns {string} JSON */
export const writeAll = (all) => JSON.stringify({ format: FORMAT, kind: KIND, pages: all.map((one) => JSON.parse(write(one))) }, null, 1);

/**
 * Read what `writeAll` wrote, or the file of a single page.
 * @param {string} text
 * @returns {{all: Kept[]} | {trouble: import("./record.js").Trouble}}
 */
export function readAll(text) {
  const { format, kind, pages } = parsed(text) ?? {};
  // `read` says what's wrong with any other file.
  if (kind !== KIND || !Array.isArray(pages)) {
    const one = read(text);
    return "kept" in one ? { all: [one.kept] } : one;
  }
  if (typeof format !== "number" || format > FORMAT) {
    return { trouble: "newer" };
  }
  const found = pages.map((page) => read(JSON.stringify(page)));
  return { all: found.flatMap((page) => ("kept" in page ? [page.kept] : [])) };
}

/** @param {string} text @returns {any} null for what isn't JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
