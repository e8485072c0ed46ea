// Fills in the texts that scripts show. They come from templates/strings/, one module for each section of `scripts`.
// A text that depends on a number has several forms, and the page's language decides which one to use.

/** @param {string | import("./interface-bar.js").Forms} text @param {number} count */
const form = (text, count) =>
  typeof text === "string" ? text : (text[new Intl.PluralRules(document.documentElement.lang).select(count)] ?? text.other);

/**
 * @param {string | import("./interface-bar.js").Forms} text
 * @param {Record<string, string | number>} values for its placeholders; `count` chooses the form
 * @returns {string}
 */
export const filled = (text, values) =>
  form(text, Number(values.count)).replace(/\{([a-z_]+)\}(\.?)/g, (place, name, dot) =>
    // A value can end with a dot itself, as “nov.” does.
    name in values ? String(values[name]).replace(/\.?$/, (end) => end || dot) : place,
  );

/** @param {string} text @returns {string} with a capital first letter */
export const begun = (text) => text.charAt(0).toLocaleUpperCase(document.documentElement.lang) + text.slice(1);

/** @param {(string | number | false | null)[]} sentences @returns {string} all of them that aren't empty, in one line */
export const together = (...sentences) => sentences.filter(Boolean).join(" ");
