// How many things are due today, next to “My week” in the menu.

import { week as words } from "./interface-week.js";
import { filled } from "./words.js";

/** @param {number} due */
export function showCount(due) {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".md-header nav a:not([hreflang])"))) {
    if (/\/my-week\/(index\.html)?$/.test(link.pathname)) {
      const before = link.querySelector(".due-count");
      // The space before it, and the count.
      before?.previousSibling?.remove();
      before?.remove();
      const badge = Object.assign(document.createElement("span"), { className: "due-count", textContent: String(due) });
      badge.setAttribute("role", "img");
      badge.setAttribute("aria-label", filled(words.due, { count: due }));
      due && link.append(" ", badge);
    }
  }
}
