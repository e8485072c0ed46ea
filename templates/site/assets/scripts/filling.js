// Saves the PDF of a worksheet with the answers on its page, and says what paper can't show.

import { labelOf } from "./bar.js";
import { today } from "./dates.js";
import { fileName, save } from "./files.js";
import { pdf as words } from "./interface-pdf.js";
import { filledIn } from "./pdf.js";
import { filled, together } from "./words.js";

/** How many answers or characters are named. */
const NAMED = 3;

/**
 * @param {HTMLFormElement} form
 * @param {import("./keeper.js").Keeper} keeper
 * @param {string} blank the file name of the blank PDF
 * @returns {Promise<string>} what the reader should know; rejects if a part can't be loaded
 */
export async function saveFilled(form, keeper, blank) {
  const { bytes, missing, cut, lacking } = await filledIn(form, blank, keeper.answers);
  save(fileName(`${keeper.about.title} ${today()}.pdf`), "application/pdf", bytes);
  const named = (/** @type {string[]} */ ids) => listed(ids.map((id) => labelOf(form, id)));
  return together(
    words.saved,
    missing.length && filled(words.missing, { count: missing.length, list: named(missing) }),
    cut.length && filled(words.cut, { count: cut.length, list: named(cut) }),
    (missing.length || cut.length) && words.whole,
    lacking.length && filled(words.lacking, { list: listed(lacking) }),
  );
}

/** @param {string[]} all @returns {string} the first ones, and how many more there are */
function listed(all) {
  const named = all.slice(0, NAMED).map((one) => `“${one}”`);
  const rest = all.length - NAMED;
  return [...named, ...(rest > 0 ? [filled(words.more, { count: rest })] : [])].join("; ");
}
