// Messages that readers fill in and send themselves.

/** @typedef {(string | {blank: string})[]} Paragraph */
/** @typedef {{id: string, words: string[], say: string}} Rule */

const BEGINS = /(?:^|[.!?…]["”’)]*\s+)["“‘(]*$/u;
const GOES_ON = /^\s*[\p{L},]/u;
// As in “10 a.m.” or “Samir K.”, where the period is part of the word.
const INITIAL = /(?:^|[\s.])\p{L}\.$/u;
const ELLIPSIS = /\.\.$/;
// A paragraph can also be just a name, which gets no period. Names rarely have more words than this.
const NAME = 4;

/**
 * The reader's words, fitted into ours: a sentence starts with a capital letter and ends with one period.
 * @param {string} answer
 * @param {string} before
 * @param {string} after
 * @param {string} language
 * @returns {string}
 */
function fit(answer, before, after, language) {
  const begins = BEGINS.test(before);
  const raised = begins
    ? answer.replace(/^[^\p{L}\p{N}]*\p{L}/u, (start) => start.toLocaleUpperCase(language))
    : answer;
  if (begins && !after.trim() && words(answer) > NAME && /[\p{L}\p{M}\p{N}]$/u.test(answer)) {
    return raised + ".";
  }
  const spare = after.startsWith(".") || (GOES_ON.test(after) && !INITIAL.test(answer) && !ELLIPSIS.test(answer));
  return spare ? raised.replace(/\.$/, "") : raised;
}

/**
 * The pieces of a paragraph as text. A blank without an answer is empty.
 * @param {Paragraph} paragraph
 * @param {Map<string, string>} answers By the ID of the blank.
 * @param {string} language
 * @returns {string[]}
 */
export function fitted(paragraph, answers, language) {
  const typed = paragraph.map((piece) =>
    typeof piece === "string" ? piece : (answers.get(piece.blank)?.trim() ?? ""),
  );
  // An open blank will be a word.
  const read = (/** @type {string[]} */ pieces) => pieces.map((piece) => piece || "x").join("");
  return typed.map((text, index) =>
    text && typeof paragraph[index] !== "string"
      ? fit(text, read(typed.slice(0, index)), read(typed.slice(index + 1)), language)
      : text,
  );
}

/**
 * The message with its blanks filled in and empty lines between its paragraphs.
 * @param {Paragraph[]} paragraphs
 * @param {Map<string, string>} answers By the ID of the blank.
 * @param {(id: string) => string} placeholder What to show where there's no answer yet.
 * @param {string} [language]
 * @returns {string}
 */
export function fill(paragraphs, answers, placeholder, language = "en") {
  /** @param {Paragraph} paragraph */
  const line = (paragraph) => {
    const texts = fitted(paragraph, answers, language);
    return paragraph
      .map((piece, index) => texts[index] || (typeof piece === "string" ? piece : placeholder(piece.blank)))
      .join("");
  };
  return paragraphs.map(line).join("\n\n");
}

/**
 * How many words, as people count them: a dash on its own isn't one. For languages without spaces between words,
 * the count is too low.
 * @param {string} text
 * @returns {number}
 */
export const words = (text) => text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;

// Compiled once for all phrases: browsers take milliseconds for each expression with classes of letters.
const BEFORE = /(?:^|[^\p{L}\p{N}\p{M}'’-]|(?:^|[^\p{L}\p{N}\p{M}])['’-])$/u;
const AFTER = /^['’-]?[\p{L}\p{N}\p{M}]/u;

/** @param {string} text @param {string} phrase @returns {boolean} whether the text has the phrase as whole words */
function has(text, phrase) {
  const safe = phrase.normalize().trim().replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/['’]/g, "['’]");
  return [...text.matchAll(new RegExp(safe.replace(/\s+/g, "\\s+"), "giu"))].some(({ 0: found, index }) => {
    const after = index + found.length;
    // Three code units decide: an apostrophe, and a character of two.
    return BEFORE.test(text.slice(Math.max(0, index - 3), index)) && !AFTER.test(text.slice(after, after + 3));
  });
}

/**
 * The rules with a word or phrase that's in the text: as whole words, in any case, with any space between them.
 * “Can’t” and “can-do” don't contain “can.”
 * @template {Rule} Given
 * @param {string} text
 * @param {Given[]} rules
 * @returns {Given[]}
 */
export function remarks(text, rules) {
  const normal = text.normalize();
  return rules.filter((rule) => rule.words.some((phrase) => has(normal, phrase)));
}

/**
 * A link that opens the reader's mail program with the message (RFC 6068 section 5: line breaks are CRLF).
 * @param {string} subject
 * @param {string} text
 * @returns {string}
 */
export function mailto(subject, text) {
  // A lone surrogate can't be encoded.
  const encoded = [subject.replace(/\s+/g, " "), text.replace(/\r\n|\r|\n/g, "\r\n")].map((part) =>
    encodeURIComponent(part.replace(/\p{Cs}/gu, "\uFFFD")),
  );
  return `mailto:?subject=${encoded[0]}&body=${encoded[1]}`;
}

/**
 * Whether the link is too long for some mail programs. On Windows, the limit is about 2,000 characters, so this stops
 * at 1,900.
 * @param {string} url
 * @returns {boolean}
 */
export const tooLongForMail = (url) => url.length > 1900;
