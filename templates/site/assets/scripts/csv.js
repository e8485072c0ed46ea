// Reads and writes tables for spreadsheets (RFC 4180).

// What a spreadsheet would run as a formula (OWASP, CSV Injection). Leading apostrophes count too, so that removing
// one restores what the reader wrote.
const FORMULA = /^'*[=+\-@\t\r]/;

// Spreadsheets in other countries use semicolons or tabs. An unquoted byte order mark would get lost.
const QUOTED = /[",;\t\r\n]|^\uFEFF/;

/** The text isn't a table: a quotation mark is missing in this row, counted from 1. */
export class CsvMistake extends Error {
  /** @param {number} row */
  constructor(row) {
    super(`row ${row}: a quotation mark opens and does not close`);
    this.name = "CsvMistake";
    this.row = row;
  }
}

/** @param {string} cell */
function safe(cell) {
  const shown = FORMULA.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/**
 * Writes rows so that `read` restores them and no spreadsheet runs a formula in them. A row without cells
 * becomes an empty line, which `read` skips.
 * @param {string[][]} rows
 * @returns {string}
 */
export const write = (rows) =>
  rows.map((cells) => `${cells.map(safe).join(",") || (cells.length ? '""' : "")}\r\n`).join("");

/**
 * Where the quoted part of a cell that starts at `at` ends, or -1 if it isn't closed.
 * @param {string} text
 * @param {number} at
 */
function closing(text, at) {
  let end = text.indexOf('"', at + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

/**
 * Reads one row that starts at `at`.
 * @param {string} text
 * @param {number} at
 * @param {string} separators
 */
function row(text, at, separators) {
  const end = new RegExp(`[${separators}\\r\\n]|$`, "g");
  const cells = [];
  const found = new Set();
  for (;;) {
    let cell = "";
    if (text[at] === '"') {
      const close = closing(text, at);
      if (close < 0) return { cells, found, next: text.length, open: true };
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      at = close + 1;
    }
    end.lastIndex = at;
    const stop = end.exec(text)?.index ?? text.length;
    cell += text.slice(at, stop);
    cells.push(cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);
    const character = text.charAt(stop);
    if (!character || "\r\n".includes(character)) {
      return { cells, found, next: stop + (text.startsWith("\r\n", stop) ? 2 : 1), open: false };
    }
    found.add(character);
    at = stop + 1;
  }
}

/**
 * Reads what spreadsheets write: any line breaks, with or without a byte order mark. The separator is the first of
 * comma, semicolon, and tab that the first line contains outside quotation marks. Empty lines are skipped, and the
 * apostrophe that `write` puts before a formula is removed.
 * @param {string} text
 * @returns {string[][]}
 * @throws {CsvMistake}
 */
export function read(text) {
  const table = text.replace(/^\uFEFF/, "");
  const { found } = row(table, table.search(/[^\r\n]|$/), ",;\t");
  const separator = [",", ";", "\t"].find((character) => found.has(character)) ?? ",";
  const rows = [];
  let number = 0;
  for (let at = 0; at < table.length; ) {
    number += 1;
    const { cells, next, open } = row(table, at, separator);
    if (open) throw new CsvMistake(number);
    if (!/[\r\n]/.test(table.charAt(at))) rows.push(cells);
    at = next;
  }
  return rows;
}
