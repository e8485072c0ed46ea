// Messages that readers complete and send themselves.

/** @typedef {(string | {blank: string})[]} Paragraph */
/** @typedef {{id: string, words: string[], say: string}} Rule */

/**
 * The message with its blanks filled in, its paragraphs set apart by empty lines.
 * @param {Paragraph[]} paragraphs
 * @param {Map<string, string>} answers By id of the blank.
 * @param {(id: string) => string} placeholder What stands where there is no answer yet.
 * @returns {string}
 */
export function fill(paragraphs, answers, placeholder) {
  /** @param {string | {blank: string}} piece */
  const filled = (piece) =>
    typeof piece === "string" ? piece : answers.get(piece.blank)?.trim() || placeholder(piece.blank);
  return paragraphs.map((paragraph) => paragraph.map(filled).join("")).join("\n\n");
}

/**
 * How many words, as people count them: a dash that stands alone is none. Languages that set no spaces
 * between words are counted too low.
 * @param {string} text
 * @returns {number}
 */
export const words = (text) => text.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length;

// Safari looks behind a match only since 16.4, so the sign before a word is matched with it.
const BEFORE = "(?:^|[^\\p{L}\\p{N}\\p{M}'’-]|(?:^|[^\\p{L}\\p{N}\\p{M}])['’-])";
const AFTER = "(?!['’-]?[\\p{L}\\p{N}\\p{M}])";

/** @param {string} phrase */
function pattern(phrase) {
  const escaped = phrase.normalize().trim().replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(BEFORE + escaped.replace(/['’]/g, "['’]").replace(/\s+/g, "\\s+") + AFTER, "iu");
}

/**
 * The rules of which a word or phrase stands in the text: whole, in capitals or not, with any space between
 * the words. “Can” does not stand in “can’t” or “can-do”.
 * @template {Rule} Given
 * @param {string} text
 * @param {Given[]} rules
 * @returns {Given[]}
 */
export function remarks(text, rules) {
  const normal = text.normalize();
  return rules.filter((rule) => rule.words.some((phrase) => pattern(phrase).test(normal)));
}

/**
 * A link that opens the reader's mail program with the message (RFC 6068 section 5: line breaks are CRLF).
 * @param {string} subject
 * @param {string} text
 * @returns {string}
 */
export function mailto(subject, text) {
  // Half a surrogate pair cannot be encoded.
  const encoded = [subject.replace(/\s+/g, " "), text.replace(/\r\n|\r|\n/g, "\r\n")].map((part) =>
    encodeURIComponent(part.replace(/\p{Cs}/gu, "\uFFFD")),
  );
  return `mailto:?subject=${encoded[0]}&body=${encoded[1]}`;
}

/**
 * Whether the link is longer than some mail programs take: on Windows about 2,000 characters, so 1,900 are
 * the limit here.
 * @param {string} url
 * @returns {boolean}
 */
export const tooLongForMail = (url) => url.length > 1900;
