// Saves a worksheet as a PDF: the sheet as it's printed, with the answers in its fields.

import { sheets } from "./interface-sheets.js";

/**
 * Set up the button. The list of paper sizes next to it is set in papers.js.
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
