// Puts into words what the scripts say. The texts come from templates/strings/, as a module for each section of
// `scripts`; a text that depends on a number has several forms, of which the language of the page chooses one.

/** @param {string | import("./interface-bar.js").Forms} text @param {number} count */
const form = (text, count) =>
  typeof text === "string" ? text : (text[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? text.other);

/**
 * @param {string | import("./interface-bar.js").Forms} text
 * @param {Record<string, string | number>} values what stands in its places; `count` chooses the form
 * @returns {string}
 */
export const filled = (text, values) =>
  form(text, Number(values.count)).replace(/\{([a-z_]+)\}/g, (place, name) => String(values[name] ?? place));

/** @param {string} text @returns {string} the same where a sentence begins */
export const begun = (text) => text.charAt(0).toLocaleUpperCase(document.documentElement.lang) + text.slice(1);

/** @param {(string | number | false | null)[]} sentences @returns {string} those that there are, one after the other */
export const together = (...sentences) => sentences.filter(Boolean).join(" ");
