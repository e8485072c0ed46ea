// Saves a worksheet as a PDF: the sheet as it's printed, with the answers in its fields.

import { labelOf } from "./controls.js";
import { today } from "./dates.js";
import { fileName, save } from "./files.js";
import { sheets } from "./interface-sheets.js";
import { filled, together } from "./words.js";

const { pdf: words } = sheets;

/** How many answers are named. */
const NAMED = 3;

/** Where the reader's choice of a paper size goes: with the answers, which are kept only as the reader likes. */
const SIZE = "~paper";

/**
 * Set up the button, and the list of paper sizes next to it.
 * @param {HTMLFormElement} form
 * @param {import("./keeper.js").Keeper} keeper
 * @param {(words: string) => void} announce
 */
export function paper(form, keeper, announce) {
  const place = document.querySelector("[data-pdf]");
  const [button, sizes] = [place?.querySelector("button"), place?.querySelector("select")];
  if (!button || !sizes) {
    return;
  }
  const offered = [...sizes.options];
  const likely = offered.find((option) => option.matches(".likely"));
  const show = () => {
    const chosen = offered.find((option) => option.dataset.paper === keeper.answers.get(SIZE));
    sizes.value = (chosen ?? likely ?? offered[0])?.value ?? "";
  };
  show();
  keeper.listen(show);
  sizes.addEventListener("change", () => keeper.set(SIZE, sizes.selectedOptions[0]?.dataset.paper ?? ""));

  let busy = false;
  button.addEventListener("click", async () => {
    if (busy) {
      return;
    }
    busy = true;
    announce(words.making);
    announce(await saved(form, keeper, sizes.value).catch(() => words.unavailable));
    busy = false;
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {import("./keeper.js").Keeper} keeper
 * @param {string} blank the file name of the blank PDF
 * @returns {Promise<string>} what the reader should know
 */
async function saved(form, keeper, blank) {
  const { filledIn } = await import("./pdf.js");
  const { bytes, missing, cut, lacking } = await filledIn(form, blank, keeper.answers);
  save(fileName(`${keeper.about.title} ${today()}.pdf`), "application/pdf", bytes);
  const named = (/** @type {string[]} */ ids) => listed(ids.map((id) => `“${labelOf(form, id)}”`));
  return together(
    words.saved,
    missing.length && filled(words.missing, { count: missing.length, list: named(missing) }),
    cut.length && filled(words.cut, { count: cut.length, list: named(cut) }),
    (missing.length || cut.length) && words.whole,
    lacking.length && filled(words.lacking, { letters: listed(lacking.map((letter) => `“${letter}”`)) }),
  );
}

/** @param {string[]} all @returns {string} the first ones, and how many more there are */
function listed(all) {
  const rest = all.length - NAMED;
  const parts = rest > 0 ? [...all.slice(0, NAMED), filled(words.more, { count: rest })] : all;
  return new Intl.ListFormat(document.documentElement.lang).format(parts);
}
