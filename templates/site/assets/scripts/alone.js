// One part of a page printed without the rest; the style sheet hides what has no part in it.

/** @param {HTMLElement} part */
export function printAlone(part) {
  part.dataset.alone = "";
  // Some browsers go on before anything is printed.
  addEventListener("afterprint", () => delete part.dataset.alone, { once: true });
  window.print();
}
