// Adds the people in a spreadsheet.

import { CsvMistake, read } from "./csv.js";
import { readings } from "./encodings.js";
import { headed, plan } from "./people-files.js";
import { change, fresh, people } from "./people.js";
import { preview } from "./preview.js";
import { LARGEST } from "./record.js";
import { bar } from "./interface-bar.js";
import { contacts as words } from "./interface-contacts.js";
import { filled, together } from "./words.js";

/** @typedef {import("./people-files.js").Plan} Plan */

/**
 * @param {File} file
 * @param {HTMLElement} place
 * @param {import("./keeper.js").Keeper} keeper
 * @param {import("./people.js").Rhythm} rhythm
 * @returns {Promise<string>} a message about the result
 */
export async function opened(file, place, keeper, rhythm) {
  if (file.size > LARGEST) {
    return bar.files.too_large;
  }
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) {
    return bar.files.unreadable;
  }
  const planned = (/** @type {string[][]} */ rows) => plan(rows, rhythm, people(keeper.answers));
  let trouble = words.no_text;
  const [first, ...others] = readings(new Uint8Array(bytes)).flatMap((reading) => {
    const rows = rowsOf(reading.text);
    if (typeof rows === "string") {
      trouble = rows;
    }
    return typeof rows === "string" ? [] : [{ ...reading, rows }];
  });
  if (!first) {
    return trouble;
  }
  const guess = planned(first.rows);
  if (guess.added.length + guess.filled.length === 0) {
    return imported(guess, false);
  }
  const taken = await preview(place, [first, ...others], planned, (found) => sentences(leftOut(found, false), found));
  if (!taken) {
    return words.not_added;
  }
  // Plan again, because the reader may have written something in the meantime.
  const found = planned(taken.rows);
  const completed = taken.fill ? found.filled : [];
  keeper.take(
    new Map([
      ...found.added.flatMap((fields) => [...change(new Map(), fresh("p"), fields)]),
      ...completed.flatMap(({ id, fields }) => [...change(keeper.answers, id, fields)]),
    ]),
  );
  return imported(found, completed.length > 0);
}

/** @param {string} text @returns {string[][] | string} from the headings on, or why this is no table of people */
function rowsOf(text) {
  try {
    return headed(read(text)) ?? filled(words.no_column, { name: words.columns.name });
  } catch (error) {
    if (error instanceof CsvMistake) {
      return filled(words.no_table, { row: error.row });
    }
    throw error;
  }
}

/** @param {Plan} found @param {boolean} completed whether missing details were filled in */
const imported = (found, completed) =>
  sentences([filled(words.imported_added, { count: found.added.length }), ...leftOut(found, completed)], found);

/** @param {Plan} found @param {boolean} completed */
const leftOut = ({ there, twice, nameless, over, cut }, completed) =>
  [
    there && filled(completed ? words.imported_filled : words.imported_there, { count: there }),
    twice && filled(words.imported_twice, { count: twice }),
    nameless && filled(words.imported_nameless, { count: nameless }),
    over && filled(words.imported_over, { count: over }),
    cut && filled(words.imported_cut, { count: cut }),
  ].filter((fact) => typeof fact === "string");

/** @param {string[]} facts @param {Plan} found */
function sentences(facts, { undated }) {
  const parts = new Intl.ListFormat(document.documentElement.lang, { type: "unit" }).format(facts);
  return together(parts && filled(words.imported, { parts }), undated && filled(words.imported_undated, { count: undated }));
}
