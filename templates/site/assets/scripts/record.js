// What is kept of one page that was filled in, and how it stands in a store or a file.

export const FORMAT = 1;
const KIND = "answers";

/** Limits that no honest file reaches; they keep a hostile one from filling the reader's device. */
export const LONGEST = 100_000;
const MOST = 40_000;
export const LARGEST = 3_000_000;

/** Ids as authors give them; scripts put a tilde before what they note for themselves. */
const ID = /^~?[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * @typedef {Map<string, string>} Answers What was written, by the id of its field.
 * @typedef {{page: string, title: string, revision: string, saved: string, answers: Answers}} Kept
 *   `page` is the address that the answers belong to, `revision` the version of its questions, and
 *   `saved` the moment of the last change in ISO 8601.
 * @typedef {"damaged" | "foreign" | "newer" | "too-large"} Trouble
 */

/** @param {Kept} kept @returns {string} JSON, with the answers in the order of their ids */
export function write(kept) {
  const answers = Object.fromEntries([...kept.answers].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ format: FORMAT, kind: KIND, ...kept, answers }, null, 1);
}

/**
 * Read what `write` made, or what somebody else did. Values are text, never code or markup.
 * @param {string} text
 * @returns {{kept: Kept, dropped: number} | {trouble: Trouble}} `dropped` counts what was no answer
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

/** @param {unknown} value @returns {string} nothing for anything else, of which some cannot be made a text */
const textOf = (value) => (typeof value === "string" ? value : "");

/** @param {string} text @returns {string} the moment, or nothing where it is none */
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
 * Give answers the ids that their fields have today.
 * @param {Answers} answers
 * @param {Map<string, string>} now today's id of each former one
 * @returns {Answers} an answer whose new id is taken keeps its old one, so that neither is lost
 */
export function renamed(answers, now) {
  const result = new Map(answers);
  for (const [id, value] of answers) {
    const today = now.get(id);
    if (today && !result.has(today)) {
      result.delete(id);
      result.set(today, value);
    }
  }
  return result;
}

/**
 * Put together two sets of answers to the same questions.
 * @param {Answers} here
 * @param {Answers} other
 * @returns {{added: Answers, differing: Answers}} what only `other` has, and what it has otherwise
 */
export function compare(here, other) {
  const news = [...other].filter(([id, value]) => value !== "" && here.get(id) !== value);
  const added = new Map(news.filter(([id]) => !here.get(id)));
  // Nobody can decide about what a script noted for itself.
  return { added, differing: new Map(news.filter(([id]) => !added.has(id) && !id.startsWith("~"))) };
}
