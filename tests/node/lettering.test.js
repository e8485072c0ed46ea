// Text in the boxes of a PDF form: which letters, how large, and where lines end.

import assert from "node:assert/strict";
import test from "node:test";
import { font, Lettering, PDFLib } from "./pdf.js";

const { PDFContext } = PDFLib;
const lettering = new Lettering(font(PDFContext.create()));
const room = (more) => ({ width: 104, height: 14, size: 10, several: false, mirrored: false, ...more });

test("letters that the font lacks are named and replaced, and invisible ones are left out", () => {
  const lacking = new Set();
  assert.equal(lettering.printable("a\u0301b e\u0301\u200dx 你👩\t好你\r\nz", lacking), "?b éx ?? ??\nz");
  assert.deepEqual([...lacking], ["á", "你", "👩", "好"]);
});

test("a lone half of a character doesn't get in the way", () => {
  const lacking = new Set();
  assert.equal(lettering.printable("a\ud83d", lacking), "a?");
  assert.deepEqual([...lacking], ["\ufffd"]);
});

test("a short text is set as large as the form asks", () => {
  const setting = lettering.fitted("a short text", room());
  assert.deepEqual(setting, { size: 10, lines: ["a short text"], several: false, whole: true });
});

test("a longer text is set smaller, on one line if possible", () => {
  const setting = lettering.fitted("abcde fghij klmno pqrst", room());
  assert.deepEqual(setting, { size: 8.5, lines: ["abcde fghij klmno pqrst"], several: false, whole: true });
});

test("a text that needs several lines gets them where there's room", () => {
  const { size, lines, several, whole } = lettering.fitted("abcde fghij klmno pqrst uvwxy", room({ height: 24 }));
  assert.deepEqual([size, several, whole], [10, true, true]);
  assert.deepEqual(lines, ["abcde fghij klmno", "pqrst uvwxy"]);
});

test("line breaks of the reader are kept", () => {
  const { lines, several } = lettering.fitted("a\n\nb", room({ height: 60 }));
  assert.deepEqual([lines, several], [["a", "", "b"], true]);
});

test("a word longer than a line breaks", () => {
  const { lines } = lettering.fitted("abcdefghijklmnopqrstuvwxyz", room({ height: 40, several: true }));
  assert.deepEqual(lines, ["abcdefghijklmnopqrst", "uvwxyz"]);
});

test("what doesn't fit in small type either is cut between lines", () => {
  const { size, lines, whole } = lettering.fitted("abcdefghi ".repeat(20), room({ height: 22 }));
  assert.deepEqual([size, whole], [6, false]);
  assert.deepEqual(lines, ["abcdefghi abcdefghi abcdefghi", "abcdefghi abcdefghi abcdefghi", "abcdefghi abcdefghi abcdefghi"]);
});

test("the longest answer there can be takes no longer than others", () => {
  for (const text of ["a".repeat(100_000), "a ".repeat(50_000), "a\n".repeat(50_000)]) {
    const { lines, whole } = lettering.fitted(text, room({ height: 60, several: true }));
    assert.deepEqual([lines.length, whole], [8, false]);
  }
});

test("no line is wider than its room, and no letter is lost", () => {
  for (let width = 20; width < 200; width += 7) {
    const text = "a bc def ghijk lmnopqrstuv wxyz ".repeat(6).trim();
    const { size, lines } = lettering.fitted(text, room({ width, height: 2000, several: true }));
    assert.ok(lines.every((line) => lettering.width(line, size) <= width - 4), String(width));
    assert.equal(lines.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
  }
});

test("a text is drawn with the numbers of its glyphs, in the middle of one line or from the top of several", () => {
  const one = room();
  assert.equal(
    lettering.drawn(lettering.fitted("ab é", one), one, "0 g /Field 10 Tf"),
    "/Tx BMC q\n0 0 104 14 re W n\nBT 0 g /Field 10 Tf 2 3.5 Td\n<00010002001b001d> Tj\nET Q EMC",
  );
  const several = room({ height: 50, several: true });
  const drawn = lettering.drawn(lettering.fitted("a\nb", several), several, "0 g /Field 10 Tf");
  assert.match(drawn, /2 40.5 Td\n<0001> Tj\n0 -12 Td <0002> Tj/);
});

test("in a form that starts on the right, each line ends there", () => {
  const several = room({ height: 50, several: true, mirrored: true });
  const drawn = lettering.drawn(lettering.fitted("ab\nb", several), several, "0 g /Field 10 Tf");
  assert.match(drawn, /92 40.5 Td\n<00010002> Tj\n5 -12 Td <0002> Tj/);
});
