// Saves a worksheet as a PDF: the sheet as it's printed, with the answers in its fields.

import { sheets } from "./interface-sheets.js";

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

  const saved = async () => {
    const { saveFilled } = await import("./filling.js");
    return saveFilled(form, keeper, sizes.value);
  };
  let busy = false;
  button.addEventListener("click", async () => {
    if (!busy) {
      busy = true;
      announce(sheets.making);
      announce(await saved().catch(() => sheets.unmade));
      busy = false;
    }
  });
}
