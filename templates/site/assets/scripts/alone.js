// Prints one part of a page. The style sheet hides everything else.

/** @param {HTMLElement} part */
export function printAlone(part) {
  part.dataset.alone = "";
  // In some browsers, print() returns before printing.
  addEventListener("afterprint", () => delete part.dataset.alone, { once: true });
  window.print();
}
