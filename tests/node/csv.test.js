import assert from "node:assert/strict";
import { test } from "node:test";
import { CsvMistake, read, write } from "../../templates/site/assets/scripts/csv.js";
import { seeded } from "./seeded.js";

test("cells are quoted only if needed", () => {
  const rows = [["Name", "Note"], ["Ada", 'said "hi"'], ["", "a,b"]];
  assert.equal(write(rows), 'Name,Note\r\nAda,"said ""hi"""\r\n,"a,b"\r\n');
  assert.equal(write([["two\nlines", "a;b", "tab\there"]]), '"two\nlines","a;b","tab\there"\r\n');
  assert.equal(write([]), "");
});

test("no spreadsheet reads a cell as a formula", () => {
  for (const character of ["=", "+", "-", "@", "\t", "\r"]) {
    assert.match(write([[`${character}cmd|' /C calc'!A0`]]), /^"?'/, JSON.stringify(character));
  }
  assert.equal(write([["=1+1"]]), "'=1+1\r\n");
  // If semicolons separate cells, the right half would become its own cell.
  assert.equal(write([["a;=1+1"]]), '"a;=1+1"\r\n');
});

test("an apostrophe is removed only if it hides a formula", () => {
  assert.deepEqual(read("'=1+1,'twas,'-5,',''\r\n"), [["=1+1", "'twas", "-5", "'", "''"]]);
  assert.deepEqual(read(write([["'=1", "''=1", "'a"]])), [["'=1", "''=1", "'a"]]);
});

test("every kind of line break is read, and a byte order mark", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    assert.deepEqual(read(`\uFEFFa,b${end}c,d`), [["a", "b"], ["c", "d"]]);
    assert.deepEqual(read(`a,b${end}${end}c,d${end}${end}`), [["a", "b"], ["c", "d"]]);
  }
});

test("an empty file has no rows", () => {
  for (const empty of ["", "\uFEFF", "\r\n\r\n"]) assert.deepEqual(read(empty), []);
});

test("spreadsheets from countries with a decimal comma are read", () => {
  assert.deepEqual(read('Name;"Hello, you"\n1,5;2\n'), [["Name", "Hello, you"], ["1,5", "2"]]);
  assert.deepEqual(read('a\tb\nc;d\t"e\tf"\n'), [["a", "b"], ["c;d", "e\tf"]]);
  assert.deepEqual(read('"a;b"\nc;d\n'), [["a;b"], ["c;d"]]);
  assert.deepEqual(read("\na;b\n"), [["a", "b"]]);
  assert.deepEqual(read("a;b\tc\n"), [["a", "b\tc"]]);
});

test("line breaks, separators, and quotation marks inside a quoted cell stay in it", () => {
  assert.deepEqual(read('"a\r\nb","c,""d""",""\r\n'), [["a\r\nb", 'c,"d"', ""]]);
});

test("a quotation mark inside a plain cell is an ordinary character", () => {
  assert.deepEqual(read('5" disk,"a"b,c "d"\n'), [['5" disk', "ab", 'c "d"']]);
});

test("rows can differ in length, and an empty last cell counts", () => {
  assert.deepEqual(read("a,b,\n,\nc"), [["a", "b", ""], ["", ""], ["c"]]);
});

test("a missing quotation mark is reported with its row, even after empty lines", () => {
  for (const [text, row] of [['a,"b', 1], ['"', 1], ['a,b\n\nc,"d\ne,f\n', 3], ['a;b\nc;"d""', 2]]) {
    assert.throws(() => read(text), (mistake) => mistake instanceof CsvMistake && mistake.row === row, text);
  }
});

test("a row without cells is skipped, but a row of one empty cell isn't", () => {
  assert.deepEqual(read(write([["a"], [], [""], ["b"]])), [["a"], [""], ["b"]]);
});

test("everything a reader wrote comes back unchanged", () => {
  const random = seeded(1122);
  const below = (count) => Math.floor(random() * count);
  const characters = [..."ab '\"\"'',,;=+-@\t\r\n\uFEFFé😀\u2028", "\r\n", ""];
  const cell = () => Array.from({ length: below(7) }, () => characters[below(characters.length)]).join("");
  for (let round = 0; round < 5000; round += 1) {
    const rows = Array.from({ length: 1 + below(4) }, () => Array.from({ length: 1 + below(4) }, cell));
    assert.deepEqual(read(write(rows)), rows);
  }
});

test("a large file is read quickly", () => {
  const rows = Array.from({ length: 20_000 }, (_, number) => [`${number}`, 'a "b"\n'.repeat(5), "=x"]);
  const start = performance.now();
  assert.equal(read(write(rows)).length, rows.length);
  assert.equal(read(`"${"x\n".repeat(1_000_000)}"`).length, 1);
  assert.ok(performance.now() - start < 5000);
});
