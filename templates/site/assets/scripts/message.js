// A message to fill in on its page, then copy, email, or print.

import { printAlone } from "./alone.js";
import { bar } from "./bar.js";
import { live } from "./live-letter.js";

const form = document.querySelector("[data-answers]");
const [letter, card] = ["letter", "card"].map((part) => form?.querySelector(`[data-${part}]`));

if (form instanceof HTMLFormElement && letter instanceof HTMLElement && card instanceof HTMLElement) {
  const keeper = live(form);
  card.addEventListener("click", () => printAlone(letter));
  card.hidden = false;
  bar(form, keeper);
}
