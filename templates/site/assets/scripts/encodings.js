// Reads files that don't say how their letters are stored, as spreadsheets save them. Which way is right can only be
// guessed, so readers choose; the guess compares how likely names look when read in each way.

/** @typedef {{encoding: string, text: string}} Reading */

/** In the order in which they're tried. Each needs clearer evidence than the one before. */
const ENCODINGS = [
  "windows-1252", "shift_jis", "windows-1250", "windows-1251", "macintosh", "iso-8859-15", "iso-8859-2", "euc-kr", "ibm850", "gb18030",
  "windows-1254", "windows-1253", "windows-1255", "windows-1256",
];
const EVIDENCE = 0.1;

/** Beyond this many oddities for each letter, no reading is right. */
const REFUSED = 0.6;

/** How many words are compared. */
const COMPARED = 500;

const BETWEEN = /[\s,;"]/;
const BETWEEN_OR_END = /[\s,;"]|$/g;

/** The second half of ibm850, which is Excel's “CSV (MS-DOS)” and which browsers don't know. */
const DOS =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤" +
  "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";

const SCRIPTS = [/\p{sc=Latin}/u, /\p{sc=Cyrillic}/u, /\p{sc=Greek}/u, /\p{sc=Hebrew}/u, /\p{sc=Arabic}/u, /\p{sc=Hangul}/u, /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー々]/u];
const VOWEL = /^[aeiouyæøœı]/i;

/** What names seldom contain, and what a wrong reading often makes of them. */
const SELDOM = /[ìòù]\p{L}|õ(?!e)|Õ|[yz]û|Û|ã[^oe]|ê[bcdgkpz]|ñ(?![aeiouáéíóú])|ń[aeiou]|[ěň]$|[ľĽĄŹź]/gu;
const NEVER = /[ªºµﬁﬂƒŕĺÿŸ\uFF61-\uFF9F]|[a-z][Þþ]/gu;

/** Control characters, and those without a meaning of their own. No table has them. */
const IMPOSSIBLE = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\uE000-\uF8FF\uFFFD]/;

/**
 * @param {Uint8Array} bytes of a file
 * @returns {Reading[]} the ways to read it that make sense, the likeliest first. UTF-8 and UTF-16 can't be mistaken, so
 *   then it's the only one. Readings that don't differ count once.
 */
export function readings(bytes) {
  const encoding = unicode(bytes);
  const sure = decoded(encoding, bytes);
  // With an escape, it's a Japanese encoding of mail, which looks like ASCII.
  if (sure !== null && !/[\0\x1B]/.test(sure)) {
    return [{ encoding, text: sure }];
  }
  /** @type {(Reading & {odd: number})[]} */
  const found = [];
  for (const [at, encoding] of ENCODINGS.entries()) {
    const text = decoded(encoding, bytes);
    if (text !== null && !IMPOSSIBLE.test(text) && !found.some((one) => one.text === text)) {
      const { odd, letters } = oddities(text);
      if (odd <= letters * REFUSED) {
        found.push({ encoding, text, odd: odd + at * EVIDENCE });
      }
    }
  }
  return found.sort((one, other) => one.odd - other.odd);
}

/** @param {Uint8Array} bytes @returns {string} the encoding of Unicode it has to be, if any */
function unicode(bytes) {
  const [first, second] = bytes;
  // Half of each separator or line break is a zero.
  const zero = bytes.indexOf(0);
  if ((first === 0xff && second === 0xfe) || zero % 2 === 1) {
    return "utf-16le";
  }
  return (first === 0xfe && second === 0xff) || zero >= 0 ? "utf-16be" : "utf-8";
}

/** @param {string} text of a table @returns {string[]} the first words that a wrong reading would damage */
export function distinctive(text) {
  const words = [];
  const letter = /[^\0-\x7F]/g;
  for (let found = letter.exec(text); found && words.length < COMPARED; found = letter.exec(text)) {
    let start = found.index;
    while (start > 0 && !BETWEEN.test(text.charAt(start - 1))) {
      start -= 1;
    }
    BETWEEN_OR_END.lastIndex = start;
    const end = BETWEEN_OR_END.exec(text)?.index ?? text.length;
    words.push(text.slice(start, end));
    letter.lastIndex = end;
  }
  return words;
}

/** @param {string} encoding @param {Uint8Array} bytes @returns {string | null} null if it can't be in this encoding */
function decoded(encoding, bytes) {
  if (encoding === "ibm850") {
    return Array.from(bytes, (byte) => DOS[byte - 128] ?? String.fromCharCode(byte)).join("");
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @param {string} text @returns {{odd: number, letters: number}} what's unlikely in it, and how many letters it's about */
function oddities(text) {
  let [odd, letters] = [0, 0];
  for (const word of distinctive(text)) {
    odd += (word.match(NEVER)?.length ?? 0) + (word.match(SELDOM)?.length ?? 0) / 2;
    const all = [...word];
    for (const [at, character] of all.entries()) {
      if (character > "\x7F") {
        letters += 1;
        odd += unlikely(all[at - 1] ?? "", character, all[at + 1] ?? "");
      }
    }
  }
  return { odd, letters };
}

/** @param {string} before @param {string} character @param {string} after @returns {number} from 0, likely */
function unlikely(before, character, after) {
  const near = [before, after].filter((one) => /\p{L}/u.test(one));
  if (!/\p{L}/u.test(character)) {
    return /[’‘]/.test(character) && /\p{Lu}/u.test(after) ? 0 : near.length ? 2 : 1;
  }
  const script = SCRIPTS.findIndex((one) => one.test(character));
  const foreign = near.filter((one) => !SCRIPTS[script]?.test(one)).length;
  const capital = /\p{Ll}\p{Lu}|\p{L}\p{Lu}\p{Ll}/u.test(before + character + after);
  // Vowels and consonants take turns more often than not, except in Portuguese names.
  const alike = script || /[ãõ]/.test(character) ? 0 : near.filter((one) => vowel(one) === vowel(character)).length;
  return 2 * foreign + 2 * Number(capital) + alike / 2;
}

/** @param {string} letter */
const vowel = (letter) => VOWEL.test(letter.normalize("NFD"));
