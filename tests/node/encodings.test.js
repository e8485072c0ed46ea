import assert from "node:assert/strict";
import { test } from "node:test";
import { readings, distinctive } from "../../templates/site/assets/scripts/encodings.js";

const HEAD = "Name,Note\r\n";
const latin = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const wide = (text, big = false) => {
  const bytes = [...text].flatMap((character) => [character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8]);
  return Uint8Array.from(big ? bytes.map((_, at) => bytes[at ^ 1]) : bytes);
};
const guess = (bytes) => readings(bytes)[0];

test("text in Unicode is read in one way only, with or without a byte order mark", () => {
  const text = `${HEAD}José Müller,1\r\nŁukasz,2\r\n`;
  const utf8 = new TextEncoder().encode(text);
  const cases = {
    "utf-8": [utf8, Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8), latin(HEAD)],
    "utf-16le": [wide(text), wide(`\uFEFF${text}`)],
    "utf-16be": [wide(text, true), wide(`\uFEFF${text}`, true)],
  };
  for (const [encoding, files] of Object.entries(cases)) {
    for (const bytes of files) {
      const all = readings(bytes);
      assert.deepEqual(all.map((one) => one.encoding), [encoding]);
      assert.ok([text, HEAD].includes(all[0].text), encoding);
    }
  }
});

test("names decide which encoding is meant", () => {
  for (const [encoding, bytes, name] of [
    ["windows-1252", "Jos\xE9 M\xFCller", "José Müller"],
    ["macintosh", "Jos\x8E M\x9Fller", "José Müller"],
    ["iso-8859-15", "Beno\xEEt C\xBDur", "Benoît Cœur"],
    ["ibm850", "Jos\x82 M\x81ller", "José Müller"],
    ["windows-1250", "Tom\xE1\x9A Dvo\xF8\xE1k", "Tomáš Dvořák"],
    ["iso-8859-2", "Tom\xE1\xB9 Dvo\xF8\xE1k", "Tomáš Dvořák"],
    ["windows-1251", "\xC8\xE2\xE0\xED", "Иван"],
    ["shift_jis", "\x93\x63\x92\x86\x91\xBE\x98\x59", "田中太郎"],
    ["euc-kr", "\xB1\xE8\xC3\xB6\xBC\xF6", "김철수"],
    ["gb18030", "\xC1\xF5\xD1\xF3\r\n\xCB\xEF\xC0\xF6", "刘洋\r\n孙丽"],
  ]) {
    const found = guess(latin(`${HEAD}${bytes}\r\n`));
    assert.deepEqual([found?.encoding, found?.text], [encoding, `${HEAD}${name}\r\n`]);
  }
});

test("if other readings make sense, too, they follow, each with a text of its own", () => {
  const all = readings(latin(`${HEAD}S\xF8ren Kov\xE1\xE8\r\n`));
  assert.ok(all.length > 1);
  assert.equal(new Set(all.map((one) => one.text)).size, all.length);
});

test("a file that no reading explains is refused, and so is one that isn't text", () => {
  // Russian as a DOS spreadsheet saves it, Japanese as mail programs do, a picture, and half of a character.
  for (const bytes of ["\x88\xA2\xA0\xAD \x8F\xA5\xE2\xE0\xAE\xA2", "Name\r\n\x1B$BEDCf\x1B(B", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "N\0a"]) {
    assert.deepEqual(readings(latin(bytes)), []);
  }
});

test("only words with letters beyond ASCII are compared", () => {
  assert.deepEqual(distinctive('Name;Note\r\n"Ann, José";Öl\r\n'), ["José", "Öl"]);
});

test("a large file is read quickly", () => {
  const start = performance.now();
  assert.equal(guess(latin(`${HEAD}${"Jos\xE9,1\r\n".repeat(50_000)}`)).encoding, "windows-1252");
  assert.ok(performance.now() - start < 5000);
});
