// The answers of one page, and their format in a store or file.

import { own } from "./notes.js";

export const FORMAT = 1;
const KIND = "answers";

/** Limits no real file reaches. They keep a hostile one from filling the reader's device. */
export const LONGEST = 100_000;
const MOST = 40_000;
export const LARGEST = 3_000_000;

/** IDs as authors write them. Scripts put a tilde before their own. */
const ID = /^~?[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * @typedef {Map<string, string>} Answers What the reader wrote, by field ID.
 * @typedef {{page: string, title: string, revision: string, saved: string, answers: Answers}} Kept
 *   `page` is the address the answers belong to, `revision` the version of its questions, and `saved` the time of the
 *   last change in ISO 8601.
 * @typedef {"damaged" | "foreign" | "newer" | "too-large"} Trouble
 */

/** @param {Kept} kept @returns {string} JSON, with the answers sorted by ID */
export function write(kept) {
  const answers = Object.fromEntries([...kept.answers].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ format: FORMAT, kind: KIND, ...kept, answers }, null, 1);
}

/**
 * Read what `write` wrote, or any other file. Values are text, never code or markup.
 * @param {string} text
 * @returns {{kept: Kept, dropped: number} | {trouble: Trouble}} `dropped` counts entries that aren't answers
 */
export function read(text) {
  if (text.length > LARGEST) {
    return { trouble: "too-large" };
  }
  /** @type {unknown} */
  let found;
  try {
    found = JSON.parse(text);
  } catch {
    return { trouble: "damaged" };
  }
  if (!isObject(found) || found.kind !== KIND || !isObject(found.answers)) {
    return { trouble: "foreign" };
  }
  if (typeof found.format !== "number" || found.format > FORMAT) {
    return { trouble: "newer" };
  }
  const entries = Object.entries(found.answers);
  const answers = new Map(/** @type {[string, string][]} */ (entries.filter(isAnswer).slice(0, MOST)));
  const { page, title, revision, saved } = found;
  return {
    kept: { page: textOf(page), title: textOf(title), revision: textOf(revision), saved: moment(textOf(saved)), answers },
    dropped: entries.length - answers.size,
  };
}

/** @param {unknown} value @returns {string} empty for anything else, because some values can't be converted */
const textOf = (value) => (typeof value === "string" ? value : "");

/** @param {string} text @returns {string} the time, or empty if it's invalid */
const moment = (text) => (Number.isNaN(Date.parse(text)) ? "" : text);

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {[string, unknown]} entry */
function isAnswer([id, value]) {
  return ID.test(id) && id.length <= 200 && typeof value === "string" && value.length <= LONGEST;
}

/**
 * Move answers to the current IDs of their fields and choices.
 * @param {Answers} answers
 * @param {Map<string, string>} now the current ID for each former one
 * @param {(id: string, value: string) => string} [chosen] returns the current value of an answer
 * @returns {Answers} an answer keeps its old ID if the new one is taken, so that neither is lost
 */
export function renamed(answers, now, chosen = (_, value) => value) {
  const result = new Map(answers);
  for (const [id, value] of answers) {
    const today = now.get(id);
    if (today && !result.has(today)) {
      result.delete(id);
      result.set(today, value);
    }
  }
  return new Map([...result].map(([id, value]) => [id, chosen(id, value)]));
}

/**
 * Compare two sets of answers to the same questions.
 * @param {Answers} here
 * @param {Answers} other
 * @returns {{added: Answers, differing: Answers}} what only `other` has, and where it differs
 */
export function compare(here, other) {
  const news = [...other].filter(([id, value]) => value !== "" && here.get(id) !== value);
  const added = new Map(news.filter(([id]) => !here.get(id)));
  // Readers can't decide about a script's own notes.
  return { added, differing: new Map(news.filter(([id]) => !added.has(id) && own(id))) };
}
