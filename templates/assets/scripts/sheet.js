// A worksheet that is filled in on its page.

import { bar } from "./bar.js";
import { bind } from "./binding.js";

const form = document.querySelector("[data-answers]");

if (form instanceof HTMLElement) {
  bar(form, bind(form));
}
