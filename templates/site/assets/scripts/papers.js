// The reader's size of paper: for all downloads, and for a sheet saved as a PDF. guide.js starts this on pages with such a
// choice.

import { Keeper } from "./keeper.js";
import { PAPER } from "./notes.js";

/** The note with the choice. */
const SIZE = "~size";

/** Countries that use US Letter. */
const LETTER = new Set("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split(" "));

/** @param {readonly string[]} languages the reader's, best first @returns {"a4" | "letter"} */
export function likely(languages) {
  const locales = languages.map((language) => new Intl.Locale(language));
  const best = locales.find((locale) => locale.region) ?? locales[0]?.maximize();
  return LETTER.has(best?.region ?? "") ? "letter" : "a4";
}

/** @param {HTMLInputElement[]} switches the choice above downloads; a list next to “Save as a PDF” shows the same */
export function papers(switches) {
  const list = document.querySelector("[data-pdf] select");
  const options = list instanceof HTMLSelectElement ? [...list.options] : [];
  const keeper = new Keeper({ page: PAPER, title: "", revision: "" });

  const show = () => {
    const size = keeper.answers.get(SIZE) ?? likely(navigator.languages);
    switches.forEach((one) => (one.checked = one.value === size));
    options.forEach((one) => (one.selected = one.dataset.paper === size));
  };
  const choose = (/** @type {string | undefined} */ size = "") => {
    keeper.set(SIZE, size);
    keeper.flush();
    show();
  };
  switches.forEach((one) => one.addEventListener("change", () => choose(one.value)));
  list?.addEventListener("change", () => choose(options.find((one) => one.selected)?.dataset.paper));
  keeper.listen(show);
  addEventListener("storage", ({ key }) => keeper.stored(key));
  // Some browsers bring back what was checked before, and a page that was set aside misses what happens elsewhere.
  addEventListener("pageshow", () => {
    keeper.refresh();
    show();
  });
  show();
}
